"""axe-core as its authors give it, told to spare the browser what it does over and over.

Every colour that axe-core reads goes through a library of colour spaces and becomes an object of private fields, kept
in weak maps for the sake of old browsers. Here a colour text is read once for a page, and a private field is a property
behind a symbol. Rules, checks and results are the same: `tests/walks/test_quick_axe.py` compares every one of them.
"""

from importlib import resources

PLAIN = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
FIELDS = """
class {
  constructor() { this.key = Symbol("field"); }
  has(one) { return this.key in one; }
  get(one) { return one[this.key]; }
  set(one, value) { one[this.key] = value; return this; }
  delete(one) { return delete one[this.key]; }
}
"""
COLOURS_ONCE = """
(() => {
  const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    const seen = known.get(text);
    if (seen) {
      [this.r, this.g, this.b, this.alpha] = seen;
    } else {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    return this;
  };
})();
"""
QUICK = f"(WeakMap => {{\n{PLAIN}\n}})({FIELDS});\n{COLOURS_ONCE}"
