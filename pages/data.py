from ui import shell

shell.guard()
