{
  const panel = document.querySelector(".scroll");
  const backTo = document.querySelector(".back-to");
  const chapters = [...document.querySelectorAll(".chapters a")];
  const chapterStarts = chapters.map((chapter) => Number(chapter.dataset.start));

  // Everything that can be the present one, in time: a word, or a line between its words.
  const moments = [];

  const part = (line) => {
    let at = Number(line.dataset.start);
    moments.push({ at, line, word: null });
    if (!line.dataset.beats) return;
    const beats = line.dataset.beats.split(" ").map(Number);
    const words = line.textContent.split(" ").map((text, index) => {
      const word = document.createElement("span");
      word.className = "word";
      word.textContent = text;
      at += beats[index] * 10;
      word.dataset.at = at;
      moments.push({ at, line, word });
      return word;
    });
    moments.push({ at: at + beats.at(-1) * 10, line, word: null });
    line.replaceChildren(...words.flatMap((word, index) => (index ? [" ", word] : [word])));
  };

  const last = (starts, now, of = (start) => start) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (of(starts[middle]) <= now) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  let following = true;
  let shown = null;
  let row = -1;

  const scroll = () => {
    const spoken = shown?.word ?? shown?.line;
    if (!spoken || !following || spoken.offsetTop === row) return;
    row = spoken.offsetTop;
    panel.scrollTop = row - panel.clientHeight / 3;
  };

  const letGo = () => {
    if (!shown || player.audio.paused) return;
    following = false;
    backTo.hidden = false;
  };

  const follow = () => {
    following = true;
    backTo.hidden = true;
    row = -1;
    scroll();
  };

  const show = (moment) => {
    if (moment === shown) return;
    if (moment?.line !== shown?.line) {
      shown?.line.removeAttribute("aria-current");
      moment?.line.setAttribute("aria-current", "true");
    }
    shown?.word?.classList.remove("spoken");
    moment?.word?.classList.add("spoken");
    shown = moment;
    panel.classList.toggle("started", Boolean(moment));
    scroll();
  };

  let chapter = -1;
  player.watch((now) => {
    const present = last(chapterStarts, now);
    if (present === chapter) return;
    chapters[chapter]?.removeAttribute("aria-current");
    chapters[present]?.setAttribute("aria-current", "true");
    chapter = present;
  });

  if (panel) {
    document.querySelectorAll(".line").forEach(part);
    // Nothing is marked on a page where nobody has listened yet.
    let begun = Boolean(player.opened);
    for (const name of ["play", "seeking"]) {
      player.audio.addEventListener(name, () => (begun = true));
    }
    player.watch((now) => begun && show(moments[last(moments, now, ({ at }) => at)] ?? null));

    panel.addEventListener("click", (event) => {
      const spoken = event.target.closest(".word, .line");
      if (!spoken || !getSelection().isCollapsed) return;
      player.seek(Number(spoken.dataset.at ?? spoken.dataset.start) / 1000);
      player.start();
      follow();
    });
    for (const name of ["wheel", "touchmove"]) {
      panel.addEventListener(name, letGo, { passive: true });
    }
    panel.addEventListener("keydown", ({ key }) => {
      if (/^(Arrow(Up|Down)|Page(Up|Down)|Home|End| )$/.test(key)) letGo();
    });
    panel.addEventListener("pointerdown", ({ offsetX }) => offsetX > panel.clientWidth && letGo());
    backTo.addEventListener("click", follow);
    panel.closest("details").addEventListener("toggle", follow);
  }
}
