"""What stands over recommended products where a merchant has not said it in his own words. The words are ours."""

from rpc_server.commerce.campaigns.cross_sell.model import CrossSellTexts

_FALLBACK = "en"
_TEXTS = {
    "de": ("Empfohlene Produkte", "Kunden, die dieses Produkt gekauft haben, kauften auch:"),
    "en": ("Recommended products", "Customers who bought this product also bought:"),
    "es": ("Productos recomendados", "Los clientes que compraron este producto también compraron:"),
    "fr": ("Produits recommandés", "Les clients ayant acheté ce produit ont également acheté :"),
    "it": ("Prodotti consigliati", "I clienti che hanno acquistato questo prodotto hanno acquistato anche:"),
    "nl": ("Aanbevolen producten", "Klanten die dit product kochten, kochten ook:"),
    "pt": ("Produtos recomendados", "Os clientes que compraram este produto também compraram:"),
    "ro": ("Produse recomandate", "Clienții care au cumpărat acest produs au mai cumpărat:"),
}


def default_texts(language: str) -> CrossSellTexts:
    """The built-in texts in this language, or in English where there are none."""
    return CrossSellTexts(language, *_TEXTS.get(language, _TEXTS[_FALLBACK]))
