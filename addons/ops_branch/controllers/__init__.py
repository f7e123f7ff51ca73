from . import liaison
