"""What a hall wants of a feature, as a fact."""

from server.feature.tables import feature_settings
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class FeatureSet(Event):
    """Written when a feature's own settings changed in a hall; settings are JSON without what is as by default."""

    says = N_("Settings of {feature}: {changes}")

    feature: str
    before: str
    after: str

    def apply(self, rows: Rows) -> None:
        """Keep the settings; nothing is kept where all are as by default."""
        if self.before == "{}":
            rows.add(feature_settings, feature=self.feature, settings=self.after)
        elif self.after == "{}":
            rows.drop(feature_settings, self.feature)
        else:
            rows.move(feature_settings, self.feature, expect={"settings": self.before}, settings=self.after)
