.PHONY: setup demo test check fix bench lock

setup demo test check fix bench lock:
	@python3 dev.py $@
