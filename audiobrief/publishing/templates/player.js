"use strict";
(() => {
  const audio = document.querySelector("audio");
  const panel = document.querySelector(".scroll");
  const starting = (selector) =>
    [...document.querySelectorAll(selector)].map((node) => ({ node, start: Number(node.dataset.start) }));
  const tracks = [starting(".line"), starting(".chapters a")];

  const mark = (entries, now) => {
    const current = entries.findLast(({ start }) => start <= now)?.node;
    const previous = entries.find(({ node }) => node.hasAttribute("aria-current"))?.node;
    if (current === previous) return;
    previous?.removeAttribute("aria-current");
    current?.setAttribute("aria-current", "true");
    if (current?.classList.contains("line")) {
      panel.scrollTop = current.offsetTop - panel.clientHeight / 3;
    }
  };

  audio.addEventListener("timeupdate", () => {
    // A seek lands a few milliseconds before the sample asked for.
    const now = audio.currentTime * 1000 + 20;
    tracks.forEach((entries) => mark(entries, now));
  });

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-start]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!target || elsewhere || !getSelection().isCollapsed) return;
    event.preventDefault();
    audio.currentTime = Number(target.dataset.start) / 1000;
    audio.play().catch(() => {});
  });

  document.documentElement.classList.add("live");
})();
