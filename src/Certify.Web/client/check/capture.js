// The parts of a form that take a code by camera or photo: #ways, #camera, #video, #open-camera, #stop-camera, #photo, #complaint; sentences in the form's data.
import { scan, readPhoto } from "./camera.js";

const $ = (id) => document.getElementById(id);

/** Calls `found` with the text of each code that the camera sees or a photo holds. */
export function capture(form, found) {
  let camera = null;
  const complain = (key) => ($("complaint").textContent = key ? form.dataset[key] : "");
  const close = () => {
    camera?.abort();
    camera = null;
    $("camera").hidden = true;
    $("open-camera").hidden = false;
  };

  $("ways").hidden = false;
  $("stop-camera").addEventListener("click", close);
  $("open-camera").addEventListener("click", async () => {
    complain(null);
    $("camera").hidden = false;
    $("open-camera").hidden = true;
    const { signal } = (camera = new AbortController());
    try {
      await scan($("video"), (text) => (close(), found(text)), signal);
    } catch (failure) {
      if (signal.aborted) return;
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
    return text ? (complain(null), found(text)) : complain("noCode");
  });
}
