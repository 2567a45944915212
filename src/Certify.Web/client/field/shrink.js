// A photo made small before it leaves: drawn anew, so that neither place, device nor time of the file goes with it. The server does the same again.
const MOST = 300 * 1024, SIDES = [1600, 1200, 800, 400], QUALITIES = [0.82, 0.7, 0.55];

/** A JPEG of at most 300 KB, as bytes. @throws where the file is no picture */
export async function shrink(file) {
  // Upright, as the file's own note about it says; that note is gone afterwards.
  const picture = await createImageBitmap(file);
  try {
    for (const side of SIDES) {
      const canvas = drawn(picture, side);
      for (const quality of QUALITIES) {
        const jpeg = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
        if (jpeg && jpeg.size <= MOST) return new Uint8Array(await jpeg.arrayBuffer());
      }
    }
  } finally {
    picture.close();
  }
  throw new Error("not small enough");
}

function drawn(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.max(1, Math.round(picture.width * scale)), height: Math.max(1, Math.round(picture.height * scale)) });
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
