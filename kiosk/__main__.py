"""`python -m kiosk`: patched for gevent before anything opens a socket."""

from gevent import monkey

monkey.patch_all()

from kiosk.agent import main  # noqa: E402 - see above

if __name__ == "__main__":
    raise SystemExit(main())
