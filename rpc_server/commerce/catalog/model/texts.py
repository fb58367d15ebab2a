"""What is told of a product."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Platform:
    """An operating system a product runs on."""

    name: str
    id: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class ProductImage:
    url: str
    is_default: bool = True


@dataclass(frozen=True, slots=True)
class ProductTranslation:
    """A product's texts in another language."""

    language: str
    name: str | None = None
    description: str | None = None
    long_description: str | None = None
    system_requirements: str | None = None
    trial_url: str | None = None
    trial_description: str | None = None


@dataclass(frozen=True, slots=True)
class ProductTexts:
    """What is told of a product beside its name, and its trial version to download."""

    system_requirements: str = ""
    trial_url: str = ""
    trial_description: str = ""
    category: str | None = None
    images: tuple[ProductImage, ...] = ()
    platforms: tuple[Platform, ...] = ()
    translations: tuple[ProductTranslation, ...] = ()

    @property
    def image_url(self) -> str | None:
        """The default image, or else the first."""
        chosen = [image for image in self.images if image.is_default] or list(self.images)
        return chosen[0].url if chosen else None
