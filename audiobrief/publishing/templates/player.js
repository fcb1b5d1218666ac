"use strict";

const clock = (seconds) => {
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
};

const player = (() => {
  const audio = document.querySelector("audio");
  const box = document.querySelector(".controls");
  const find = (selector) => box.querySelector(selector);
  const play = find(".play");
  const range = find("input");
  const heard = find("#heard rect");
  const mute = find(".mute");
  const speed = find(".speed");
  const told = find(".told");
  const keys = document.querySelector("dialog.keys");
  const { title, show: album } = box.dataset;
  const [back, forward] = [Number(box.dataset.back), Number(box.dataset.forward)];
  const width = find(".wave").viewBox.baseVal.width;
  const watchers = [];

  const duration = () => (Number.isFinite(audio.duration) ? audio.duration : box.dataset.ms / 1000);

  const start = () => audio.play().catch(() => {});

  const toggle = () => (audio.paused ? start() : audio.pause());

  const seek = (seconds) => {
    audio.currentTime = Math.min(Math.max(seconds, 0), duration());
  };

  const skip = (seconds) => seek(audio.currentTime + seconds);

  const faster = (steps) => {
    const index = Math.min(Math.max(speed.selectedIndex + steps, 0), speed.options.length - 1);
    speed.selectedIndex = index;
    audio.playbackRate = Number(speed.value);
  };

  const paint = () => {
    const now = audio.currentTime;
    const text = clock(now);
    const share = String((width * now) / duration());
    if (heard.getAttribute("width") !== share) heard.setAttribute("width", share);
    if (range.value !== String(Math.round(now))) range.value = now;
    if (find(".now").textContent !== text) {
      find(".now").textContent = text;
      const whole = range.dataset.of.replace("{now}", text);
      range.setAttribute("aria-valuetext", whole.replace("{all}", clock(duration())));
    }
    // A seek lands a few milliseconds before the sample asked for.
    for (const watch of watchers) watch(now * 1000 + 20);
  };

  const follow = () => {
    paint();
    if (!audio.paused && !audio.ended) requestAnimationFrame(follow);
  };

  const state = () => {
    const playing = !audio.paused && !audio.ended;
    box.classList.toggle("playing", playing);
    play.dataset.play ??= play.getAttribute("aria-label");
    play.setAttribute("aria-label", playing ? play.dataset.pause : play.dataset.play);
  };

  const copy = async (text, done, failed) => {
    try {
      await navigator.clipboard.writeText(text);
      told.textContent = done;
    } catch {
      told.textContent = `${failed} ${text}`;
    }
  };

  const share = ({ currentTarget: { dataset } }) => {
    const link = new URL(dataset.page, location.href);
    link.hash = `t=${Math.floor(audio.currentTime)}`;
    copy(link.href, `${dataset.copied}: ${clock(audio.currentTime)}`, dataset.failed);
  };

  const shared = () => {
    const found = location.hash.match(/^#t=(\d{1,6}(?:\.\d{1,3})?)$/);
    if (found) seek(Number(found[1]));
    return found;
  };

  const SHORTCUTS = {
    k: toggle,
    " ": toggle,
    j: () => skip(-back),
    l: () => skip(forward),
    ArrowLeft: () => skip(-back),
    ArrowRight: () => skip(forward),
    "<": () => faster(-1),
    ">": () => faster(1),
    m: () => mute.click(),
    "?": () => keys.showModal(),
  };

  // Whatever has the focus keeps the keys that it knows itself.
  const taken = (key, { target }) => {
    if (keys.open || target.closest("input:not([type=range]), textarea, select")) return true;
    if (target.closest("input, .scroll")) return key.length > 1 || key === " ";
    return key === " " && target.closest("a, button, summary");
  };

  document.addEventListener("keydown", (event) => {
    const shortcut = Object.hasOwn(SHORTCUTS, event.key) && SHORTCUTS[event.key];
    if (!shortcut || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented || taken(event.key, event)) return;
    event.preventDefault();
    shortcut();
  });

  document.addEventListener("click", (event) => {
    const target = event.target.closest("a[data-start]");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    seek(Number(target.dataset.start) / 1000);
    start();
  });

  const session = () => {
    navigator.mediaSession.metadata = new MediaMetadata({ title, album });
    navigator.mediaSession.setActionHandler("seekbackward", () => skip(-back));
    navigator.mediaSession.setActionHandler("seekforward", () => skip(forward));
  };

  play.addEventListener("click", toggle);
  find(".skip-back").addEventListener("click", () => skip(-back));
  find(".skip-forward").addEventListener("click", () => skip(forward));
  find(".share")?.addEventListener("click", share);
  find(".help").addEventListener("click", () => keys.showModal());
  range.addEventListener("input", () => seek(Number(range.value)));
  speed.addEventListener("change", () => faster(0));
  mute.addEventListener("click", () => {
    audio.muted = !audio.muted;
  });
  audio.addEventListener("volumechange", () => mute.setAttribute("aria-pressed", audio.muted));
  for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, state);
  for (const name of ["play", "playing"]) audio.addEventListener(name, follow);
  for (const name of ["timeupdate", "seeking", "seeked"]) audio.addEventListener(name, paint);
  addEventListener("hashchange", shared);
  if ("mediaSession" in navigator) audio.addEventListener("play", session, { once: true });

  audio.controls = false;
  box.hidden = false;
  document.documentElement.classList.add("live");
  range.setAttribute("aria-valuetext", "");
  const opened = shared();
  paint();

  return { audio, seek, start, opened, watch: (watcher) => watchers.push(watcher) };
})();
