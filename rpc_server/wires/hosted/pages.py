"""HTML that plays a bank or wallet: plain, readable by screen readers, and without a line of script."""

import base64
import hashlib
from html import escape

from rpc_server.commerce.orders.authorising import Answer, Question
from rpc_server.commerce.payments.challenges import TOKEN_PARAMETER

ANSWER_FIELD = "answer"

_STYLE = """
:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }
body { margin: 0; padding: 1rem; }
main { max-width: 32rem; margin: 2rem auto; }
h1 { font-size: 1.5rem; line-height: 1.2; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; padding: 1rem; border: 1px solid; border-radius: .5rem; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
form { display: grid; gap: .75rem; }
button { min-height: 3rem; font: inherit; border: 2px solid; border-radius: .5rem; background: Canvas; color: CanvasText; cursor: pointer; }
button.approve { background: #0b5d2a; border-color: #0b5d2a; color: #fff; font-weight: 600; }
button:focus-visible { outline: 3px solid #1a73e8; outline-offset: 2px; }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self' https: http:; "
    "base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = (
    ("Content-Security-Policy", _POLICY),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
)
"""Sent with every page. A form's answer redirects to the shop, and browsers hold that to ``form-action`` too."""

_TITLES = {
    "credit_card": "Your bank asks: is it you?",
    "paypal": "Pay with PayPal",
    "paypal_express": "Pay with PayPal",
    "ideal": "Pay with iDEAL",
    "alipay": "Pay with Alipay",
    "we_chat_pay": "Pay with WeChat Pay",
    "trustly": "Pay with Trustly",
    "sofort": "Pay with Sofort",
    "webmoney": "Pay with WebMoney",
}
_BUTTONS = {
    Answer.APPROVE: "Approve the payment",
    Answer.DECLINE: "Decline the payment",
    Answer.CANCEL: "Cancel and go back to the shop",
    Answer.TIME_OUT: "Let the time run out",
}


def question_page(asked: Question, payee: str, token: str) -> bytes:
    """Who wants how much for what, and a button for each answer."""
    order = asked.order
    facts = {
        "Pay to": payee,
        "Amount": f"{asked.attempt.amount:.2f} {asked.attempt.currency}",
        "Order": order.reference or "",
        "For": ", ".join(line.name for line in order.lines),
        "Answer before": f"{asked.challenge.expires_at:%Y-%m-%d %H:%M} UTC",
    }
    buttons = "".join(
        f'<button class="{answer.value}" name="{ANSWER_FIELD}" value="{answer.value}">{escape(label)}</button>'
        for answer, label in _BUTTONS.items()
    )
    return whole_page(
        _TITLES.get(asked.challenge.script, "Pay"),
        "<p>This page plays the bank or wallet. No money moves.</p>"
        f'{fact_list(facts)}<form method="post">'
        f'<input type="hidden" name="{TOKEN_PARAMETER}" value="{escape(token)}">{buttons}</form>',
    )


def fact_list(facts: dict[str, str]) -> str:
    """Names with what is said of each, as HTML."""
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in facts.items())
    return f"<dl>{listed}</dl>"


def message_page(title: str, text: str) -> bytes:
    """A page that only tells something."""
    return whole_page(title, f"<p>{escape(text)}</p>")


def whole_page(title: str, body: str) -> bytes:
    """A page of this title; ``body`` is HTML, its texts escaped."""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    ).encode()
