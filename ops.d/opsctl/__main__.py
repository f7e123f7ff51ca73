import sys

from .cli import main

sys.exit(main(sys.argv[1], sys.argv[2:]))
