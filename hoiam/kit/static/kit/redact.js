// Boxes drawn over a page become lines of the list beside it; the list is what is sent, with or without this script.

const field = document.querySelector("[name=boxes]");
const paper = document.querySelector("[data-redact]");
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

if (field && paper) {
  redraw();
  field.addEventListener("input", redraw);
  paper.addEventListener("dragstart", (event) => event.preventDefault());
  paper.addEventListener("pointerdown", (event) => {
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
    if (sides[2] - sides[0] > 0.2 && sides[3] - sides[1] > 0.2) {
      const line = [paper.dataset.page, ...sides.map((side) => side.toFixed(1))].join(" ");
      field.value = [field.value.trimEnd(), line].filter(Boolean).join("\n");
    }
    redraw();
  });
}
