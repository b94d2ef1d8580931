"use strict";
// Search over the names of index.js. Letters are folded as people type them: without marks, hamza, final ya and ta marbuta.
(function () {
  const root = document.body.dataset.root, box = document.querySelector(".search");
  const input = document.getElementById("search"), found = document.getElementById("found");
  if (typeof INDEX === "undefined") return;
  box.hidden = false;
  const fold = (s) => s.normalize("NFKC").replace(/[\u064b-\u065f\u0670\u0640]/g, "").replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه").toLowerCase();
  let folded = null;
  input.addEventListener("input", function () {
    folded = folded || INDEX.map((row) => fold(row[0] + " " + row[2]));
    found.textContent = "";
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    if (!words.length) return;
    let shown = 0;
    for (let k = 0; k < INDEX.length && shown < 20; k++) {
      if (!words.every((word) => folded[k].includes(word))) continue;
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = root + INDEX[k][1];
      link.textContent = INDEX[k][0] + (/^\d{4}-/.test(INDEX[k][2]) ? " · " + INDEX[k][2] : "");
      item.append(link);
      found.append(item);
      shown++;
    }
  });
})();
