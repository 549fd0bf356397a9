// Under `course serve` alone: loads the page again when the author's files have changed.
(() => {
  "use strict";
  const EVERY = 300;
  const known = document.currentScript.dataset.state;

  // What somebody has begun to write is worth more than a new page.
  const begun = () => [...document.querySelectorAll("main textarea, main input:not([type=hidden])")]
    .some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);

  function offer() {
    const line = document.createElement("p");
    line.className = "warning-box";
    line.setAttribute("role", "status");
    line.textContent = "The course has changed. Load this page again when you have sent what you wrote.";
    document.getElementById("main").prepend(line);
  }

  // Short questions, and none while nobody looks: one that waits would take a thread of the server.
  async function ask() {
    if (!document.hidden) {
      try {
        const answer = await fetch("/serve/state", { cache: "no-store" });
        if (answer.ok && await answer.text() !== known) {
          if (begun()) offer();
          else location.reload();
          return;
        }
      } catch { /* the server is being started again */ }
    }
    setTimeout(ask, EVERY);
  }
  ask();
})();
