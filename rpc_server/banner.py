"""What is told on the terminal once the server takes connections."""

from string import Template

from rpc_server import __version__

DEMO_CODE = "APITEST"
DEMO_KEY = "SECRET_KEY"

_ADDRESSES = Template("""\
rpc_server $version listens at $root/

  SOAP      $root/soap/6.0/?wsdl
  JSON-RPC  $root/rpc/6.0/
  all       $root/
  database  $database
""")

_DEMO = Template("""\

Demo account: merchant code $code, secret key $key. Paste into a shell to try it:

php -r '
$$code = "$code"; $$date = gmdate("Y-m-d H:i:s");
$$hash = hash_hmac("sha256", strlen($$code) . $$code . strlen($$date) . $$date, "$key");
$$client = new SoapClient("$root/soap/6.0/?wsdl", ["cache_wsdl" => WSDL_CACHE_NONE]);
$$session = $$client->login($$code, $$date, $$hash, "sha256");
print_r($$client->searchProducts($$session, ["Limit" => 3]));
'

date=$$(date -u "+%Y-%m-%d %H:%M:%S")
hash=$$(printf "$code_length$code$${#date}$$date" | openssl dgst -sha256 -hmac $key | sed "s/.* //")
session=$$(curl -s $root/rpc/6.0/ -d '{"jsonrpc": "2.0", "id": 1, "method": "login",
  "params": ["$code", "'"$$date"'", "'"$$hash"'", "sha256"]}' | sed 's/.*"result":"\\([a-z0-9]*\\)".*/\\1/')
curl -s $root/rpc/6.0/ -d '{"jsonrpc": "2.0", "id": 2, "method": "searchProducts",
  "params": ["'"$$session"'", {"Limit": 3}]}'
""")

_CONTROL = Template("""\

Sandbox: move the clock, reset, take snapshots (GET $root/sandbox/ describes it all):

curl -s $root/sandbox/merchants -H "Authorization: Bearer $token"
""")


def banner(host: str, port: int, *, database: str, has_demo: bool, control_token: str | None = None) -> str:
    """The addresses to use; with the demo account also calls in PHP and curl that work as pasted into a shell.

    A control token drawn for this start is shown, for there is no other way to know it.
    """
    words = {"version": __version__, "root": _root(host, port), "database": database}
    told = _ADDRESSES.substitute(words)
    if control_token is not None:
        told += _CONTROL.substitute(words, token=control_token)
    if has_demo:
        told += _DEMO.substitute(words, code=DEMO_CODE, code_length=len(DEMO_CODE), key=DEMO_KEY)
    return told


def _root(host: str, port: int) -> str:
    """The address a client on this machine uses."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - shown
    return f"http://{name}:{port}"
