// Drafts of visits live in this tab alone: a saved one goes at once, all of them at sign-out.
const saved = document.querySelector("[data-drop-draft]")?.dataset.dropDraft;
if (saved) sessionStorage.removeItem(saved);

document.querySelector("form[action='/account/sign-out']")?.addEventListener("submit", () => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("visit:")) sessionStorage.removeItem(key);
});
