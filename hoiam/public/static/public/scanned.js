// A receipt's QR code puts the receipt behind the `#`: put it into the field, so that one press checks it.

const field = document.querySelector("[data-scan] textarea");
if (location.hash.length > 40 && field && !field.value) {
  field.value = `HTTPS://${location.host}/V${location.hash}`;
  const hint = document.querySelector("[data-scan-missing]");
  if (hint) hint.hidden = true;
  document.querySelector("[data-scan] [type=submit]")?.focus();
}

// Scan with the camera, where the browser can read codes by itself. Elsewhere a photo can be chosen as the file.
const button = document.querySelector("[data-camera]"), video = document.querySelector("[data-video]");
const words = button?.querySelector("[data-words]"), first = words?.textContent;
let stream = null;

function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.hidden = true;
  words.textContent = first;
}
async function look(detector) {
  if (!stream) return;
  const found = await detector.detect(video).catch(() => []);
  const code = found.find((one) => /\/v#/i.test(one.rawValue)) ?? found[0];
  if (!code) {
    setTimeout(look, 200, detector);
    return;
  }
  stop();
  field.value = code.rawValue;
  field.form.requestSubmit();
}
async function start() {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    words.textContent = words.dataset.denied;
    return;
  }
  video.srcObject = stream;
  video.hidden = false;
  words.textContent = words.dataset.stop;
  await video.play();
  look(new BarcodeDetector({ formats: ["qr_code"] }));
}
if (button && "BarcodeDetector" in window && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", () => (stream ? stop() : start()));
}
