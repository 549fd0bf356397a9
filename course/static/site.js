// Adds to pages that work without it: saving as you go, a word count, the time left, Show
// password, focus.
(() => {
  "use strict";
  const KEPT = "waymark:";
  const TYPING = 1500;
  const COUNTING = 800;
  const SLOWEST = 30000;
  const ALOUD = [30, 15, 10, 5, 1, 0];

  // Where the page's main message is, a reader of the screen hears it first.
  document.querySelector("[data-focus]")?.focus();

  const unsaved = new Set();
  addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });

  // A page that comes back out of the browser's memory would number its saves from the past.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  // On this device while a save is failing, or while the time left is hidden; nothing of it after
  // signing out.
  const device = {
    keep(key, entries) {
      try { localStorage.setItem(KEPT + key, JSON.stringify(entries)); } catch { /* full or closed */ }
    },
    take(key) {
      try { return JSON.parse(localStorage.getItem(KEPT + key)); } catch { return null; }
    },
    forget(key) {
      try { localStorage.removeItem(KEPT + key); } catch { /* closed */ }
    },
    forgetAll() {
      try {
        Object.keys(localStorage).filter((key) => key.startsWith(KEPT))
          .forEach((key) => localStorage.removeItem(key));
      } catch { /* closed */ }
    },
  };
  for (const form of document.querySelectorAll("form.sign-out")) {
    form.addEventListener("submit", () => {
      unsaved.clear();
      device.forgetAll();
    });
  }

  function entriesOf(form) {
    const entries = [...new FormData(form)];
    return entries.filter(([name]) => name !== "csrf_token" && name !== "sequence");
  }

  function fill(form, entries) {
    form.closest("details")?.setAttribute("open", "");
    const values = (name) => entries.filter((entry) => entry[0] === name).map((entry) => entry[1]);
    for (const control of form.elements) {
      if (control.type === "radio" || control.type === "checkbox") {
        control.checked = values(control.name).includes(control.value);
      } else if (control.tagName === "TEXTAREA" && values(control.name).length) {
        control.value = values(control.name)[0];
      }
    }
  }

  class Autosave {
    constructor(form) {
      this.form = form;
      this.key = form.dataset.key;
      this.status = form.querySelector("[data-status]");
      this.sequence = Number(form.dataset.sequence);
      this.wait = 0;
      this.busy = false;
      this.again = false;
      this.stopped = false;
      this.undone = "";
      form.addEventListener("change", (event) => {
        if (event.target.tagName !== "TEXTAREA") this.changed(0);
      });
      form.addEventListener("input", (event) => {
        if (event.target.tagName === "TEXTAREA") this.changed(TYPING);
      });
      form.addEventListener("submit", (event) => this.submitted(event));
      addEventListener("online", () => { if (unsaved.has(this)) this.save(); });
      const kept = device.take(this.key);
      if (kept) {
        fill(form, kept);
        this.changed(0);
      }
    }

    say(text, failed) {
      if (this.status.textContent !== text) this.status.textContent = text;
      this.status.classList.toggle("unsaved", failed);
    }

    changed(delay) {
      if (this.stopped) return;
      unsaved.add(this);
      if (this.status.textContent.startsWith("Saved")) this.say("", false);
      this.later(delay);
    }

    later(delay) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), delay);
    }

    async save() {
      if (this.stopped) return;
      if (this.busy) {
        this.again = true;
        return;
      }
      clearTimeout(this.timer);
      this.busy = true;
      this.again = false;
      const sent = JSON.stringify(entriesOf(this.form));
      const number = this.sequence + 1;
      const body = new FormData(this.form);
      body.set("sequence", number);
      try {
        const answer = await fetch(this.form.getAttribute("action"), {
          method: "POST",
          body: new URLSearchParams(body),
          headers: { Accept: "application/json" },
          credentials: "same-origin",
          // A choice is small enough to go on its way while the page closes; a text is not.
          keepalive: this.form.dataset.autosave === "choice",
        });
        await this.answered(answer, number, sent);
      } catch {
        // It may have arrived all the same: the next save has a number of its own.
        this.sequence = number;
        this.failed();
      }
      this.busy = false;
      if (this.again) this.save();
    }

    async answered(answer, number, sent) {
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) {
        this.sequence = Math.max(number, told.sequence);
        this.wait = 0;
        device.forget(this.key);
        if (sent === JSON.stringify(entriesOf(this.form))) {
          unsaved.delete(this);
          const words = [`Saved at ${told.saved}`, told.more, this.undone];
          this.say(words.filter(Boolean).join(". "), false);
        }
      } else if (answer.status === 409) {
        this.stop(told);
      } else if (answer.status === 422 || answer.status === 400) {
        this.say(`Not saved. ${told.problem}`, true);
      } else {
        if (answer.status === 403) await this.renewToken();
        this.failed(answer.status === 401 ? told.problem : "");
      }
    }

    // Sent, too late, or answered in another window: this page must not save by itself any more.
    stop(told) {
      this.stopped = true;
      device.forget(this.key);
      if (!told.newer) unsaved.delete(this);
      this.say(told.problem, true);
    }

    failed(more = "") {
      device.keep(this.key, entriesOf(this.form));
      const thing = this.form.dataset.autosave === "text" ? "text" : "answer";
      const words = `Not saved yet. This page keeps trying. Your ${thing} is kept on this device.`;
      this.say([words, more, this.undone].filter(Boolean).join(" "), true);
      this.wait = Math.min(this.wait ? this.wait * 2 : 2000, SLOWEST);
      this.later(this.wait);
    }

    // Signing in again in another window gave this browser a new token.
    async renewToken() {
      try {
        const page = await (await fetch(location.href, { credentials: "same-origin" })).text();
        const found = new DOMParser().parseFromString(page, "text/html")
          .querySelector("[name=csrf_token]");
        if (found) this.form.elements.csrf_token.value = found.value;
      } catch { /* the next try asks again */ }
    }

    submitted(event) {
      if (!navigator.onLine && !this.stopped) {
        event.preventDefault();
        // The text is saved later by itself. What else a button does is not, and it may be folded.
        const button = event.submitter;
        if (button?.name) this.undone = `“${button.textContent}” was not done. Select it again.`;
        this.form.closest("details")?.setAttribute("open", "");
        this.failed();
        this.status.scrollIntoView({ block: "nearest" });
        return;
      }
      clearTimeout(this.timer);
      unsaved.delete(this);
      this.stopped = true;
      let field = this.form.elements.sequence;
      if (!field) {
        field = Object.assign(document.createElement("input"), { type: "hidden", name: "sequence" });
        this.form.append(field);
      }
      // One more than a save that may be under way.
      field.value = this.sequence + (this.busy ? 2 : 1);
    }
  }
  for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);

  function count(box) {
    const [least, most] = box.dataset.words.split(" ").map(Number);
    const told = box.form.querySelector("[data-count]");
    told.setAttribute("aria-live", "polite");
    let timer;
    const say = () => {
      const words = box.value.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
      const many = (number) => `${number} ${number === 1 ? "word" : "words"}`;
      let text = `${many(words)} so far.`;
      if (words < least) text += ` Write at least ${least - words} more.`;
      if (most && words > most) text += ` Take out ${words - most}.`;
      told.textContent = text;
    };
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(say, COUNTING);
    });
  }
  for (const box of document.querySelectorAll("textarea[data-words]")) count(box);

  // By the minute, and aloud a few times only; nothing more while it is hidden.
  function timeLeft(part) {
    const ends = Date.now() + part.dataset.timeLeft * 1000;
    const [shown, aloud] = [part.querySelector("p"), part.nextElementSibling];
    let before = 0;
    part.open = !device.take("time-left");
    part.addEventListener("toggle", () => {
      if (part.open) device.forget("time-left"); else device.keep("time-left", "hidden");
    });
    const words = (left) => {
      if (left <= 0) return "The time is over. What you saved counts.";
      const minutes = Math.floor(left / 60);
      if (!minutes) return "Less than 1 minute left.";
      return `${minutes} ${minutes === 1 ? "minute" : "minutes"} left.`;
    };
    const show = () => {
      const left = Math.ceil((ends - Date.now()) / 1000);
      const text = words(left);
      if (shown.textContent !== text) shown.textContent = text;
      const passed = ALOUD.some((minutes) => before > minutes * 60 && left <= minutes * 60);
      if (passed && part.open) aloud.textContent = text;
      before = left;
    };
    show();
    setInterval(show, 1000);
  }
  for (const part of document.querySelectorAll("[data-time-left]")) timeLeft(part);

  for (const input of document.querySelectorAll("input[type=password]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "second show-password";
    button.setAttribute("aria-controls", input.id);
    const show = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? "Hide password" : "Show password";
    };
    button.addEventListener("click", () => show(input.type === "password"));
    input.form.addEventListener("submit", () => show(false));
    show(false);
    input.after(button);
  }
})();
