/** The page: who exists, which seats are open, and the live line that feeds them all. */

import * as api from "./api.js";
import { coalesce } from "./coalesce.js";
import { askPerson, connectionBanner, toast } from "./dialogs.js";
import { h } from "./dom.js";
import { listen } from "./events.js";
import { languageOf, translator } from "./i18n.js";
import { Seat } from "./seat.js";
import { Strip } from "./strip.js";

const CHOSEN_KEY = "webchat.seats";
const OWN_KEY = "webchat.own";
const OPEN_AT_START = 8;

const language = languageOf(navigator.language);
const t = translator(language);
const address = new URLSearchParams(window.location.search);
if (address.has("seat")) sessionStorage.setItem(OWN_KEY, address.get("seat"));
const own = Number(sessionStorage.getItem(OWN_KEY)) || null;
const phone = window.matchMedia("(max-width: 480px)");

class Page {
  world = { faces: {}, people: new Map(), groups: new Map() };
  /** Seats that were open at least once; the others are only a name. */
  seats = new Map();
  #current = null;
  /** Is this the page of one person who may not ask about others? */
  #alone = false;
  #known = [];
  #shownByItself = new Set();
  /** What was chosen by hand: key to whether it is open. */
  #chosen = new Map(Object.entries(JSON.parse(localStorage.getItem(CHOSEN_KEY) ?? "{}")));

  constructor() {
    this.strip = new Strip({ t, onPick: (key) => this.pick(key), onOpen: (key) => this.open(key), onLook: () => this.#loadIfOnline(), onAdd: () => this.addSeat() });
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
    window.addEventListener("popstate", () => this.seats.get(this.#current)?.showList());
    this.#begin();
  }

  /** Who is here decides whose news the page asks for; the seats open when the line is there. */
  async #begin() {
    await this.#meet().catch(() => {});
    this.line = listen({
      whose: () => this.#whose(),
      onEvent: (event) => this.onEvent(event),
      onOpen: () => this.reload().then(() => followAddress(this)),
      onState: (online) => (this.banner.hidden = online),
    });
  }

  async #load() {
    await this.#meet();
    this.#clearGone();
    for (const seat of this.seats.values()) seat.meetAgain();
    this.#draw();
  }

  /** All people and groups; only the person in the address where a page may not know of others. */
  async #everybody() {
    if (!this.#alone) {
      try {
        return await Promise.all([api.getPeople(), api.getGroups()]);
      } catch (error) {
        if (!own || ![403, 404].includes(error.status)) throw error;
        this.#alone = true;
        this.strip.node.classList.add("of-one");
      }
    }
    return [[await api.getPerson(own)], []];
  }

  /** Who exists; the first ones, and those who come while few are here, get a seat. */
  async #meet() {
    const [en, zh] = await Promise.all([api.getBot("en"), api.getBot("zh")]);
    const [people, groups] = await this.#everybody();
    this.world.faces = { en, zh };
    this.world.people = new Map(people.map((person) => [person.id, person]));
    this.world.groups = new Map(groups.map((group) => [group.id, group]));
    const keys = [...people.map(({ id }) => `person:${id}`), ...groups.filter((group) => this.#speaker(group)).map(({ id }) => `group:${id}`)];
    const fresh = keys.filter((key) => !this.#known.includes(key));
    this.#known = keys;
    let open = this.#open.length;
    for (const key of fresh) {
      if (!this.#chosen.has(key) && open < OPEN_AT_START) {
        this.#shownByItself.add(key);
        open += 1;
      }
    }
  }

  #isOpen(key) {
    return this.#chosen.get(key) ?? this.#shownByItself.has(key);
  }

  get #open() {
    return this.#known.filter((key) => this.#isOpen(key));
  }

  #speaker(group) {
    return group.members.map((id) => this.world.people.get(id)).find(Boolean);
  }

  /** The people whose events this page wants; none are named where it is the page of everybody. */
  #whose() {
    if (!this.#alone && this.#known.length <= OPEN_AT_START) return [];
    const people = this.#open.map((key) => this.seats.get(key)?.person.id ?? Number(key.split(":")[1]));
    return [...new Set(people)].filter((id) => id > 0);
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

  /** A chip was pressed: go to that seat; where one is already, put it away (but not on a phone). */
  pick(key) {
    const shown = this.#isOpen(key);
    if (!phone.matches && shown && key === this.#current) this.#choose(key, false);
    else this.open(key, { focus: shown && !phone.matches });
  }

  #choose(key, open) {
    this.#chosen.set(key, open);
    localStorage.setItem(CHOSEN_KEY, JSON.stringify(Object.fromEntries(this.#chosen)));
    if (open) this.#current = key;
    this.#draw();
  }

  /** Ask for a person, create and seat them. */
  async addSeat() {
    const answers = await askPerson(t, { title: t("newSeatTitle"), hint: t("newSeatHint"), yes: t("create") }, { language });
    if (!answers) return;
    try {
      const person = await api.createPerson(answers);
      await this.load();
      this.open(`person:${person.id}`);
    } catch (error) {
      const reason = error.status === 0 ? t("offline") : error.message;
      toast(this.toasts, t("failed", { reason }), { tone: "bad" });
    }
  }

  /** Show somebody's seat and put the cursor there. */
  open(key, { focus = true, atOnce = false } = {}) {
    this.#choose(key, true);
    this.#reveal(key, atOnce);
    if (focus) this.seats.get(key)?.focus();
  }

  has(key) {
    return this.#known.includes(key);
  }

  #seat(key) {
    const [kind, id] = key.split(":");
    const group = kind === "group" ? this.world.groups.get(Number(id)) : null;
    const person = group ? this.#speaker(group) : this.world.people.get(Number(id));
    const seat = new Seat({ world: this.world, person, group, onUnread: () => this.#drawStrip() });
    this.seats.set(key, seat);
    this.row.append(seat.node);
    return seat;
  }

  /** A group that moved leaves its seat; one whose language changed is built anew. */
  #clearGone() {
    for (const [key, seat] of this.seats) {
      const group = seat.group && this.world.groups.get(seat.group.id);
      const person = this.world.people.get(seat.person.id);
      if (this.#known.includes(key) && (group || languageOf(person?.language_code) === seat.language)) {
        if (group) seat.group = group;
        if (group) seat.refreshSpeakers();
        continue;
      }
      seat.close();
      this.seats.delete(key);
    }
  }

  #draw() {
    const open = this.#open;
    for (const key of open) if (!this.seats.has(key)) this.#seat(key);
    for (const [key, seat] of this.seats) seat.show(open.includes(key));
    this.#order();
    if (!open.includes(this.#current)) this.#current = open[0] ?? null;
    this.none.hidden = open.length > 0;
    this.row.classList.toggle("alone", open.length === 1);
    this.#drawStrip();
    this.line.renew();
  }

  /** Seats stand in the order of the strip. */
  #order() {
    const nodes = this.#known.filter((key) => this.seats.has(key)).map((key) => this.seats.get(key).node);
    for (const [at, node] of nodes.entries()) {
      const place = this.row.children[at + 1] ?? null;
      if (node !== place) this.row.insertBefore(node, place);
    }
  }

  #drawStrip() {
    this.strip.render(
      this.#known.map((key) => {
        const seat = this.seats.get(key);
        const [kind, id] = key.split(":");
        const who = kind === "group" ? this.world.groups.get(Number(id)) : this.world.people.get(Number(id));
        return {
          key, id: Number(id), name: (who.title ?? who.first_name) || t("noName"), shown: this.#isOpen(key),
          current: key === this.#current, unread: seat?.unread ?? 0,
        };
      }),
    );
  }

  #reveal(key, atOnce = false) {
    const calm = atOnce || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.seats.get(key)?.node.scrollIntoView({ behavior: calm ? "instant" : "smooth", inline: "center", block: "nearest" });
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
  const key = `person:${Number(address.get("seat"))}`;
  if (!page.has(key)) return;
  page.open(key, { atOnce: true }); // a way past many seats could end at another
  if (address.has("start")) page.seats.get(key).ctx.onStart(address.get("start"));
  address.delete("seat");
  window.history.replaceState(null, "", window.location.pathname);
}

new Page();
