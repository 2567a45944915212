// Copy buttons, shown only where they work; questions before acts that can't be taken back.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value ?? field.textContent);
    } catch {
      field.select?.();
      document.execCommand("copy");
    }
    button.textContent = button.dataset.done;
  });
}
