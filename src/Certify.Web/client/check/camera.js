// QR codes out of the camera's picture and out of photos, by jsQR.
import jsQR from "jsqr";

const WIDTH = 640, PAUSE = 120;
/** Photos are looked at in these sizes: a small code needs many pixels, a noisy one few. */
const PHOTO_SIZES = [1000, 1800, 500];

/**
 * Shows the camera in a video element and reports the first code it sees, until the signal stops it; that may be while the browser still asks
 * whether it may. Rejects as getUserMedia does.
 */
export async function scan(video, found, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
  let on = true;
  const stop = () => {
    on = false;
    stream.getTracks().forEach((track) => track.stop());
    if (video.srcObject === stream) video.srcObject = null;
  };
  if (signal.aborted) return stop();
  signal.addEventListener("abort", stop);
  video.srcObject = stream;
  await video.play();
  const look = () => {
    if (!on) return;
    const text = video.videoWidth ? read(video, video.videoWidth, video.videoHeight, WIDTH) : null;
    if (!text) return setTimeout(look, PAUSE);
    stop();
    found(text);
  };
  look();
}

/** The text of the code in a photo; null if there is none. Rejects where the file is no picture. */
export async function readPhoto(file) {
  const picture = await createImageBitmap(file);
  for (const size of PHOTO_SIZES) {
    const text = read(picture, picture.width, picture.height, size);
    if (text) return text;
  }
  return null;
}

function read(picture, width, height, size) {
  const scale = Math.min(1, size / Math.max(width, height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return jsQR(data, canvas.width, canvas.height, { inversionAttempts: "attemptBoth" })?.data || null;
}
