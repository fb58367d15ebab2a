"""Serve the whole API on the embedded database: ``python run_server.py``; ``--help`` lists what can be chosen."""

import sys

from rpc_server.cli import main

if __name__ == "__main__":
    main(["serve", *sys.argv[1:]])
