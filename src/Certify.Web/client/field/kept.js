// What the laptop keeps, in IndexedDB: the key of the day, the field pack, drafts, found shops, the outbox, and photos (what each is, and its sealed bytes).
const NAME = "certify-field", STORES = ["keys", "pack", "drafts", "outbox", "photos", "boxes", "found"];
let opening;

function open() {
  return (opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 3);
    asked.onupgradeneeded = () => STORES.filter((store) => !asked.result.objectStoreNames.contains(store)).forEach((store) => asked.result.createObjectStore(store, { keyPath: "id" }));
    asked.onsuccess = () => {
      // A newer page in another tab needs more stores: this one gives way, and opens again when it is asked.
      asked.result.onversionchange = () => { asked.result.close(); opening = null; };
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  }));
}

/** Runs in one transaction; resolved once it is on disk. A full disk rejects with QuotaExceededError. */
async function inStore(store, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode, { durability: "strict" });
    const asked = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const read = (store, id) => inStore(store, "readonly", (s) => s.get(id));
export const readAll = (store) => inStore(store, "readonly", (s) => s.getAll());
export const write = (store, value) => inStore(store, "readwrite", (s) => s.put(value));
export const remove = (store, id) => inStore(store, "readwrite", (s) => s.delete(id));
export const clear = (store) => inStore(store, "readwrite", (s) => s.clear());
