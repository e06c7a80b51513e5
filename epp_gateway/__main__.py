"""`python -m epp_gateway` is the same as the command `epp-gateway`."""

from epp_gateway.app.cli import main

if __name__ == "__main__":
    main()
