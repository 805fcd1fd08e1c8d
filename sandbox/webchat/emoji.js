/** The emoji that the page offers. They are part of the page's own font: scripts/emoji_font.py reads them here. */

/** One press under a message. */
export const QUICK = ["👍", "❤", "😁", "🎉", "😱", "😢", "🙏"];

/** By what people look for; the keys are words of the dictionaries. */
export const GROUPS = {
  emojiFaces:
    "😀 😃 😄 😁 😆 😅 😂 🤣 🙂 🙃 😉 😊 😇 🥰 😍 🤩 😘 😋 😛 😜 🤪 🤑 🤗 🤭 🤫 🤔 🤨 😐 😑 😶 😏 😒 🙄 😬 😌 😔 😪 😴 😷 🤒 " +
    "🤧 🥵 🥶 😵 🤯 🥳 😎 🤓 🧐 😕 😟 🙁 😮 😯 😲 😳 🥺 😨 😰 😥 😢 😭 😱 😖 😞 😓 😩 🥱 😤 😡 😠 😈 💀 💩 🤡 👻 👽 🤖",
  emojiHands:
    "👋 🤚 ✋ 👌 ✌️ 🤞 🤟 🤘 👈 👉 👆 👇 👍 👎 ✊ 👊 👏 🙌 👐 🤲 🤝 🙏 ✍️ 💪 👀 👂 🧠 👶 👦 👧 👨 👩 👴 👵 👮 👷 🙋 🙇 🤷 🏃 💃 👫",
  emojiHearts: "❤️ 🧡 💛 💚 💙 💜 🖤 💔 💕 💖 💯 💢 💥 💫 💦 💨 💤 ✨ ⭐ 🌟 🔥 🎉 🎊 🎁 🎈 🏮 🧧 🎆",
  emojiNature:
    "🐶 🐱 🐭 🐰 🦊 🐻 🐼 🐯 🦁 🐮 🐷 🐸 🐵 🐔 🐧 🐦 🦉 🐴 🦄 🐝 🦋 🐢 🐍 🐙 🐟 🐬 🐳 🐘 🌵 🌲 🌳 🌴 🌱 🍀 🍁 🍄 🌷 🌹 🌻 🌸 🌍 🌙 ☀️ ⛅ ☁️ ☔ ⛄ 🌈 🌊",
  emojiFood:
    "🍎 🍊 🍋 🍌 🍉 🍇 🍓 🍒 🍑 🥝 🍅 🥕 🌽 🌶️ 🍞 🧀 🥚 🍳 🍔 🍟 🍕 🌭 🌮 🍜 🍝 🍣 🍱 🥟 🍚 🍦 🍰 🎂 🍫 🍬 🍪 🍵 ☕ 🍺 🍷 🥤",
  emojiThings:
    "💰 💵 💳 💸 🪙 🧾 📈 📉 📊 📱 💻 📷 📞 📣 🔔 🔕 🔍 🔒 🔑 🔨 💡 📚 📖 📄 📝 📌 📎 ✂️ 📅 ⏰ ⏳ ✉️ 📦 🎓 🏆 🥇 🎯 🎲 🎮 🎵 🎸 🎬 ⚽ 🏀 🚗 🚕 🚌 🚲 🚄 ✈️ 🚀 🏠 🏢 🏦 🏥 🏫 " +
    "⚖️ ✅ ❌ ❓ ❗ ⚠️ 🚫 ⛔ ♻️ ➕ ➖ ➡️ ⬅️ ⬆️ ⬇️ 🔴 🟡 🟢 🔵 ⚫ ⚪ 🔺 🔻 🆗 🆕 🆘 🔟",
};
