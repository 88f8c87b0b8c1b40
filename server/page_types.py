"""The types that pages draw from, made from the views' models: what a view gains, loses or renames, `tsc` finds."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import BaseModel

ALIKE: Final = "one text in each language: zh-Hant, zh-Hans, en"  # said once, of the type
HEAD: Final = f"""/** What the server's views are, from their models. Made by `python -m server.reference`. */

/** {ALIKE.capitalize()}. */
export type Words = Record<string, string>;
"""
PLAIN: Final = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def page_types(models: Iterable[type[BaseModel]]) -> str:
    """Return the declarations of views and of what they are made of; refuse two models of one name."""
    parts: dict[str, Mapping[str, Any]] = {}
    for model in models:
        schema = model.model_json_schema(mode="serialization", ref_template="{model}")
        for name, part in {**schema.get("$defs", {}), model.__name__: schema}.items():
            own = {key: value for key, value in part.items() if key != "$defs"}
            if parts.setdefault(name, own) != own:
                raise ValueError(f"two models of views are named {name}")
    return HEAD + "".join(f"\n{declared(name, parts[name])}\n" for name in sorted(parts))


def declared(name: str, part: Mapping[str, Any]) -> str:
    """Return one declaration with its sentence."""
    about = f"/** {' '.join(part['description'].split())} */\n" if part.get("description") else ""
    if "properties" not in part:
        return f"{about}export type {name} = {written(part)};"
    lines = [f"  {said(one)}{key}: {written(one)};" for key, one in part["properties"].items()]
    return "\n".join([f"{about}export type {name} = {{", *lines, "};"])


def said(field: Mapping[str, Any]) -> str:
    """Return a field's sentence as a comment before it."""
    about = field.get("description", ALIKE)
    return "" if about == ALIKE else f"/** {about} */ "


def written(schema: Mapping[str, Any]) -> str:
    """Return a schema as a type."""
    several = schema.get("anyOf") or schema.get("oneOf")
    if several:
        return " | ".join(dict.fromkeys(written(one) for one in several))
    if "$ref" in schema:
        return str(schema["$ref"])
    if "enum" in schema or "const" in schema:
        return " | ".join(literal(one) for one in schema.get("enum", [schema.get("const")]))
    if schema.get("type") in {"array", "object"}:
        return composed(schema)
    return PLAIN.get(str(schema.get("type")), "unknown")


def composed(schema: Mapping[str, Any]) -> str:
    """Return the type of a list, of one with fixed places, or of a table from text."""
    if "prefixItems" in schema:
        return f"[{', '.join(written(one) for one in schema['prefixItems'])}]"
    if schema["type"] == "object":
        values = schema.get("additionalProperties")
        if values == {"type": "string"}:
            return "Words"
        return f"Record<string, {written(values) if isinstance(values, Mapping) else 'unknown'}>"
    of = written(schema.get("items", {}))
    return f"({of})[]" if "|" in of else f"{of}[]"


def literal(value: object) -> str:
    """Return a value as the type that holds only it."""
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
