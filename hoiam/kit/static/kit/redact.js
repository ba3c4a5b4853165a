// Boxes drawn over a page become lines of the list beside it; the list is what is sent, with or without this script.

const field = document.querySelector("[name=boxes]");
const paper = document.querySelector("[data-redact]");
const undo = document.querySelector("[data-redact-undo]");
let start = null;
let shown = null;

const hundredths = (event) => {
  const frame = paper.getBoundingClientRect();
  const at = (value, from, size) => Math.min(100, Math.max(0, ((value - from) / size) * 100));
  return [at(event.clientX, frame.left, frame.width), at(event.clientY, frame.top, frame.height)];
};

function place(box, [left, top, right, bottom]) {
  Object.assign(box.style, {
    left: `${left}%`,
    top: `${top}%`,
    width: `${right - left}%`,
    height: `${bottom - top}%`,
  });
}

function draw(sides) {
  const box = document.createElement("span");
  box.className = "redact-box";
  place(box, sides);
  paper.append(box);
  return box;
}

function redraw() {
  for (const old of paper.querySelectorAll(".redact-box")) old.remove();
  for (const line of field.value.split("\n")) {
    const numbers = line.trim().split(/\s+/).map((part) => Number(part.replace(",", ".")));
    if (numbers.length === 5 && numbers.every(Number.isFinite) && String(numbers[0]) === paper.dataset.page) draw(numbers.slice(1));
  }
}

const between = ([x, y]) => [Math.min(start[0], x), Math.min(start[1], y), Math.max(start[0], x), Math.max(start[1], y)];

const lines = () => field.value.split("\n").filter((line) => line.trim());

function keep(kept) {
  field.value = kept.join("\n");
  redraw();
}

if (field && paper) {
  redraw();
  field.addEventListener("input", redraw);
  undo?.addEventListener("click", () => keep(lines().slice(0, -1)));
  paper.addEventListener("dragstart", (event) => event.preventDefault());
  paper.addEventListener("pointercancel", () => {
    start = null;
    redraw();
  });
  paper.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    start = hundredths(event);
    shown = draw([...start, ...start]);
    paper.setPointerCapture(event.pointerId);
  });
  paper.addEventListener("pointermove", (event) => {
    if (start) place(shown, between(hundredths(event)));
  });
  paper.addEventListener("pointerup", (event) => {
    if (!start) return;
    const sides = between(hundredths(event));
    start = null;
    const line = [paper.dataset.page, ...sides.map((side) => side.toFixed(1))].join(" ");
    const drawn = sides[2] - sides[0] > 0.2 && sides[3] - sides[1] > 0.2;
    keep(drawn ? [...lines(), line] : lines());
  });
}
