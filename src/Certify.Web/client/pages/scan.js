// The desk's scan: the camera or a photo fills the field and sends the form.
import { capture } from "../check/capture.js";

const form = document.getElementById("scan");

capture(form, (text) => {
  document.getElementById("text").value = text;
  form.requestSubmit();
});
