// A receipt's QR code puts the receipt behind the `#`: put it into the field, so that one press checks it.

const field = document.querySelector("[data-scan] textarea");
if (location.hash.length > 40 && field && !field.value) {
  field.value = `HTTPS://${location.host}/V${location.hash}`;
  const hint = document.querySelector("[data-scan-missing]");
  if (hint) hint.hidden = true;
  document.querySelector("[data-scan] [type=submit]")?.focus();
}
