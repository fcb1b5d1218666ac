for (const quiz of document.querySelectorAll(".quiz")) {
  const { right: rightWord, wrong: wrongWord, answer, score, again } = quiz.dataset;
  const questions = [...quiz.querySelectorAll("li[data-right]")];

  const total = document.createElement("p");
  total.className = "score";
  total.setAttribute("role", "status");
  const restart = document.createElement("button");
  restart.type = "button";
  restart.className = "button";
  restart.textContent = again;
  restart.hidden = true;

  const results = () => {
    const given = questions.filter((question) => question.dataset.given);
    if (given.length < questions.length) return;
    const right = given.filter(({ dataset }) => dataset.given === dataset.right);
    total.textContent = score.replace("{right}", right.length).replace("{all}", questions.length);
    restart.hidden = false;
  };

  const choose = (question, chosen) => {
    if (question.dataset.given) return;
    const buttons = [...question.querySelectorAll("ul button")];
    const right = buttons[question.dataset.right];
    const well = chosen === right;
    question.dataset.given = buttons.indexOf(chosen);
    for (const button of buttons) button.setAttribute("aria-disabled", "true");
    right.classList.add("right");
    chosen.classList.add(well ? "right" : "wrong");
    chosen.setAttribute("aria-pressed", "true");
    question.querySelector(".verdict").textContent = well
      ? rightWord
      : `${wrongWord}. ${answer.replace("{answer}", right.textContent)}`;
    question.querySelector("details").open = true;
    results();
  };

  const ask = (question) => {
    delete question.dataset.given;
    question.querySelector(".verdict").textContent = "";
    question.querySelector("details").open = false;
    for (const button of question.querySelectorAll("ul button")) {
      button.classList.remove("right", "wrong");
      for (const name of ["aria-disabled", "aria-pressed"]) button.removeAttribute(name);
    }
  };

  for (const question of questions) {
    for (const choice of question.querySelectorAll("ul li")) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...choice.childNodes);
      button.addEventListener("click", () => choose(question, button));
      choice.append(button);
    }
    const verdict = document.createElement("p");
    verdict.className = "verdict";
    verdict.setAttribute("role", "status");
    question.querySelector("ul").after(verdict);
  }

  restart.addEventListener("click", () => {
    questions.forEach(ask);
    total.textContent = "";
    restart.hidden = true;
    questions[0].querySelector("button").focus();
  });
  quiz.append(total, restart);
}
