for (const button of document.querySelectorAll("button.copy")) {
  const field = button.parentElement.querySelector("input");
  const label = button.textContent;
  button.setAttribute("aria-live", "polite");
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.textContent = label), 2000);
    } catch {
      field.focus(); // selected, to be copied by hand
    }
  });
}
