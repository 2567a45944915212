// The desk's scan: the camera or a photo fills the field and sends the form.
import { scan, readPhoto } from "../check/camera.js";

const $ = (id) => document.getElementById(id);
const form = $("scan");
let stop = null;

const complain = (key) => ($("complaint").textContent = key ? form.dataset[key] : "");
const send = (text) => {
  $("text").value = text;
  form.requestSubmit();
};
const close = () => {
  stop?.();
  stop = null;
  $("camera").hidden = true;
  $("open-camera").hidden = false;
};

$("ways").hidden = false;
$("stop-camera").addEventListener("click", close);
$("open-camera").addEventListener("click", async () => {
  complain(null);
  $("camera").hidden = false;
  $("open-camera").hidden = true;
  try {
    stop = await scan($("video"), (text) => (close(), send(text)));
  } catch (failure) {
    close();
    complain(failure.name === "NotAllowedError" ? "denied" : "noCamera");
  }
});
$("photo").addEventListener("change", async () => {
  const [file] = $("photo").files;
  if (!file) return;
  $("photo").value = "";
  let text = null;
  try {
    text = await readPhoto(file);
  } catch {
    return complain("noPicture");
  }
  return text ? send(text) : complain("noCode");
});
