"""Words that the mainland says otherwise than OpenCC's tables (tw2sp) make them of Taiwan's."""

import re
from typing import Final

OTHERWISE: Final = {
    "「": "“",
    "」": "”",
    "『": "‘",
    "』": "’",
    "・": "·",
    "应变计划": "应急预案",
    "身分": "身份",
    "纪录": "记录",
    "仿真": "模拟",
    "缺省": "默认",
    "空白键": "空格键",
    "帐号": "账号",
    "平方公尺": "平方米",
    "公厘": "毫米",
    "稽核员": "审计员",
    "稽核": "审计",
    "设置档": "配置文件",
    "激活": "启用",
    "遗失": "丢失",
    "尖峰": "高峰",
    "复原": "撤销",
    "检讨": "复盘",
    "注销": "退出登录",
    "运行": "执行",
    "文档": "材料",
    "文本": "文字",
    "拷贝": "复制",
    "权杖": "令牌",
    "单一登录": "单点登录",
    "示范": "演示",
    "画面": "页面",
    "触碰": "触摸",
    "送出": "提交",
    "民众": "群众",
    "来客": "群众",
    "服务人员": "工作人员",
    "号码单": "排队小票",
    "号码纸": "排队小票",
    "低分评价": "差评",
    "人流": "客流",
    "人潮": "客流",
    "警示": "预警",
    "逾时": "超时",
    "请洽": "请联系",
    "依": "按",
    " QR 码": "二维码",
    "QR 码": "二维码",
    "支手机": "部手机",
    "笔记录": "条记录",
    "笔回访": "条回访",
    "则意见": "条意见",
    "则预警": "条预警",
    "回报": "上报",
}

ACROSS: Final = {  # where two other words meet, or in a longer one, it is none of these
    "复原": "(?<!恢)复原",
    "依": "依(?!旧|然|据|托|法)",
}
PATTERNS: Final = [
    (re.compile(ACROSS[word] if word in ACROSS else re.escape(word)), own) for word, own in OTHERWISE.items()
]


def mainland(simplified: str) -> str:
    """Return a text that was made from Taiwan's words in the mainland's own, quotation marks too."""
    for found, own in PATTERNS:
        simplified = found.sub(own, simplified)
    return simplified
