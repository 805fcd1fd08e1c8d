/** The page: who exists, which seats are open, and the live line that feeds them all. */

import * as api from "./api.js";
import { coalesce } from "./coalesce.js";
import { askNewSeat, connectionBanner, toast } from "./dialogs.js";
import { h } from "./dom.js";
import { listen } from "./events.js";
import { languageOf, translator } from "./i18n.js";
import { Seat } from "./seat.js";
import { Strip } from "./strip.js";

const HIDDEN_KEY = "webchat.hidden";
const OPEN_AT_START = 8;

const language = languageOf(navigator.language);
const t = translator(language);
const phone = window.matchMedia("(max-width: 480px)");

class Page {
  world = { faces: {}, people: new Map(), groups: new Map() };
  seats = new Map();
  #current = null;
  #hidden = new Set(JSON.parse(localStorage.getItem(HIDDEN_KEY) ?? "[]"));

  constructor() {
    this.strip = new Strip({ t, onPick: (key) => this.pick(key), onAdd: () => this.addSeat() });
    this.banner = connectionBanner(t);
    this.none = h("p", { class: "no-seats", hidden: true }, t("noSeats"));
    this.row = h("main", { class: "seats", "aria-label": t("seats") }, this.none);
    this.load = coalesce(() => this.#load());
    document.documentElement.lang = language;
    this.toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    document.body.append(this.strip.node, this.banner, this.row, this.toasts);
    this.row.addEventListener("focusin", (event) => this.#entered(event));
    this.row.addEventListener("scrollend", () => this.#scrolled());
    document.addEventListener("visibilitychange", () => this.seats.forEach((seat) => seat.look()));
    document.addEventListener("keydown", (event) => this.#keys(event));
  }

  /** Who exists; those who have no seat yet get one (called through `load`). */
  async #load() {
    const [en, zh] = await Promise.all([api.getBot("en"), api.getBot("zh")]);
    const [people, groups] = await Promise.all([api.getPeople(), api.getGroups()]);
    this.world.faces = { en, zh };
    this.world.people = new Map(people.map((person) => [person.id, person]));
    this.world.groups = new Map(groups.map((group) => [group.id, group]));
    for (const person of people) this.#seat(`person:${person.id}`, { person });
    for (const group of groups) this.#seatGroup(group);
    this.#clearGone();
    for (const seat of this.seats.values()) seat.meetAgain();
    this.#current ??= [...this.seats.keys()][0] ?? null;
    this.#draw();
  }

  /** The line is open, now or again: whatever is on screen may be old. */
  async reload() {
    const known = [...this.seats.values()];
    await this.#loadIfOnline();
    for (const seat of known) seat.refresh();
  }

  /** A load that fails now is made up for by `reload` when the line is back. */
  async #loadIfOnline() {
    try {
      await this.load();
    } catch (error) {
      if (error.status === undefined) throw error;
    }
  }

  onEvent(event) {
    if (event.type === "people" || event.type === "groups") this.#loadIfOnline();
    for (const seat of this.seats.values()) seat.onEvent(event);
  }

  /** A chip was pressed: on a phone go to that seat, else show or hide it. */
  pick(key) {
    const hide = !phone.matches && !this.#hidden.has(key);
    if (hide) this.#hidden.add(key);
    else this.#hidden.delete(key);
    localStorage.setItem(HIDDEN_KEY, JSON.stringify([...this.#hidden]));
    if (!hide) this.#current = key;
    this.#draw();
    if (!hide) this.#reveal(key);
  }

  /** Ask for a person, create and seat them. */
  async addSeat() {
    const answers = await askNewSeat(t, language);
    if (!answers) return;
    try {
      const person = await api.createPerson(answers);
      await this.load();
      this.open(person.id);
    } catch (error) {
      const reason = error.status === 0 ? t("offline") : error.message;
      toast(this.toasts, t("failed", { reason }), { tone: "bad" });
    }
  }

  /** Show a person's seat and put the cursor there. */
  open(personId) {
    const key = `person:${personId}`;
    this.#hidden.delete(key);
    this.#current = key;
    this.#draw();
    this.#reveal(key);
    this.seats.get(key)?.focus();
  }

  #seat(key, { person, group }) {
    if (this.seats.has(key)) return;
    if (this.seats.size >= OPEN_AT_START && this.#current === null) this.#hidden.add(key);
    const seat = new Seat({ world: this.world, person, group, onUnread: () => this.#drawStrip() });
    this.seats.set(key, seat);
    this.row.append(seat.node);
  }

  #seatGroup(group) {
    const key = `group:${group.id}`;
    const known = this.seats.get(key);
    const speaker = group.members.map((id) => this.world.people.get(id)).find(Boolean);
    if (known) {
      known.group = group;
      known.refreshSpeakers();
    } else if (speaker) this.#seat(key, { person: speaker, group });
  }

  /** A group that moved or is gone leaves its seat. */
  #clearGone() {
    for (const [key, seat] of this.seats) {
      if (!seat.group || this.world.groups.has(seat.group.id)) continue;
      seat.node.remove();
      this.seats.delete(key);
    }
  }

  #draw() {
    for (const [key, seat] of this.seats) seat.show(!this.#hidden.has(key));
    this.none.hidden = [...this.seats.values()].some((seat) => !seat.node.hidden);
    this.#drawStrip();
  }

  #drawStrip() {
    const seats = [...this.seats.values()].map((seat) => ({
      key: seat.key, id: seat.group?.id ?? seat.person.id, name: seat.name, shown: !seat.node.hidden,
      current: seat.key === this.#current, unread: seat.unread,
    }));
    this.strip.render(seats);
  }

  #reveal(key) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.seats.get(key)?.node.scrollIntoView({ behavior: calm ? "auto" : "smooth", inline: "center", block: "nearest" });
  }

  #entered(event) {
    const node = event.target.closest(".seat");
    const seat = [...this.seats.values()].find((each) => each.node === node);
    if (seat && seat.key !== this.#current) {
      this.#current = seat.key;
      this.#drawStrip();
    }
  }

  /** On a phone the seat that was swiped to is the current one. */
  #scrolled() {
    if (!phone.matches) return;
    const middle = this.row.getBoundingClientRect().left + this.row.clientWidth / 2;
    const seat = [...this.seats.values()].find(({ node }) => {
      const box = node.getBoundingClientRect();
      return box.left <= middle && middle < box.right;
    });
    if (seat) this.#current = seat.key;
    this.#drawStrip();
  }

  /** F6 and Shift+F6 walk from seat to seat, as they walk between the panes of an office program. */
  #keys(event) {
    if (event.key !== "F6") return;
    const open = [...this.seats.values()].filter((seat) => !seat.node.hidden);
    if (!open.length) return;
    const at = open.findIndex((seat) => seat.node.contains(document.activeElement));
    const next = open[(at + (event.shiftKey ? -1 : 1) + open.length) % open.length];
    event.preventDefault();
    this.#reveal(next.key);
    next.focus();
  }
}

/** `/?seat=ID&start=payload` acts once: a reload must not say it again. */
function followAddress(page) {
  const query = new URLSearchParams(window.location.search);
  const id = Number(query.get("seat"));
  if (!page.seats.has(`person:${id}`)) return;
  page.open(id);
  if (query.has("start")) page.seats.get(`person:${id}`).ctx.onStart(query.get("start"));
  window.history.replaceState(null, "", window.location.pathname);
}

const page = new Page();
listen({
  onEvent: (event) => page.onEvent(event),
  onOpen: () => page.reload().then(() => followAddress(page)),
  onState: (online) => (page.banner.hidden = online),
});
