"""Django's own commands, for people who expect them here. The console command is `hoiam`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
    execute_from_command_line(sys.argv)
