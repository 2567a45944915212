// A product as people write it: code, short or full name, initials (kxzw), or any part that only one product has.
const folded = (text) => (text ?? "").normalize("NFKC").replace(/\s/g, "").toUpperCase();

export function findVaccine(text, vaccines) {
  const wanted = folded(text);
  if (!wanted) return null;
  const names = (v) => [v.code, v.short, v.name, v.nameEn, v.initials].map(folded);
  const exact = vaccines.find((v) => names(v).includes(wanted));
  if (exact) return exact;
  const part = vaccines.filter((v) => names(v).some((n) => n.includes(wanted)));
  return part.length === 1 ? part[0] : null;
}
