"""How people put what they want to do with each other, in either language; names are not known."""

from __future__ import annotations

import re

from services.kernel.towns import CODE_LENGTH, CODE_LETTERS

CODE = re.compile(
    rf"(?:(?:join|code|加入|邀请码)[ :：]*)?([{CODE_LETTERS}]{{{CODE_LENGTH}}})", re.I
)
LINK = re.compile(rf"[?&]start=([{CODE_LETTERS}]{{{CODE_LENGTH}}})(?![A-Za-z])", re.I)
PAY_CODE = re.compile(
    r"(?:(?:code|pay|pay code|付款码|收款码|付款给?|码)[ :：]*)?([0-9]{4}[ -]?[0-9]{4})(?: (\S+))?",
    re.I,
)
PAY_LINK = re.compile(r"[?&]start=(pay-[A-Za-z0-9]+-[0-9]+)")
RECEIPT = re.compile(
    rf"(?:(?:receipt|收据|小票|凭证)[ :：]*)?([A-Z][0-9]{{1,18}}-[{CODE_LETTERS}]{{6}})", re.I
)
HAN = "0-9一二两三四五六七八九十百千万零半"
SUM = rf"[-−负]?[¥￥]?[{HAN}][{HAN}.,，点元块圆钱毛角分几多整]*"
LESS = re.compile(r"[¥￥]?[-−负]")
EN = r"(?:(?:can|could) you |please |i want to |i'd like to |let me )*"
ZH = "(?:请|帮我|我要|我想)*"
EN_SUM = r"(?P<sum>\S*[0-9]\S*(?: (?:yuan|kuai|rmb))?|\w+ (?:yuan|kuai))"
PAY_ZH = "转账|转钱|转|付款|付钱|付|打钱|打|发|支付"
PAYS = (
    rf"{EN}(?:pay|give|send|transfer) {EN_SUM} to (?P<who>\S+(?: \S+)?)(?: for .*)?",
    rf"{EN}(?:pay|give|send|transfer)(?: to)? (?P<who>\S+)(?: (?P<rest>.*))?",
    rf"{ZH}(?:给|向)(?P<who>.+?)(?:{PAY_ZH})?(?:了)? ?(?P<sum>{SUM})",
    rf"{ZH}(?:{PAY_ZH})(?:给)? ?(?P<who>\D+?) ?(?P<sum>{SUM})",
    rf"{ZH}(?:{PAY_ZH})? ?(?P<sum>{SUM}) ?给(?P<who>.+)",
    rf"(?:我想|我要|我)?请(?P<who>.+?)(?:吃|喝|看|坐)\S*? ?(?P<sum>{SUM})",
)
GIVES = (
    rf"{ZH}给(?P<who>.+?)发(?:一)?个? ?(?P<sum>{SUM})的?红包",
    rf"{EN}(?:give|send) (?P<who>\S+) (?:an? )?{EN_SUM} (?:red )?(?:envelope|packet)",
)
# What is to be said to somebody, whose name is filled in.
TELLS = (
    rf"{EN}(?:tell|ask|text|message|msg|say to|talk to|speak to|write(?: to)?|answer|reply to)"
    r" @?(?P<who>NAME)(?:[,:;.]| that)?\s+(?P<rest>.+)",
    rf"{EN}say (?P<rest>.+) to @?(?P<who>NAME)[.!?]?",
    r"(?:(?P<hail>hello|hi|hey|dear|good (?:morning|day|evening)|thanks|thank you) )?"
    r"@?(?P<who>NAME) ?[,:!，：！]\s*(?P<rest>.+)",
    rf"{ZH}(?:告诉|跟|对|和|问问|问|写信给|写给|回复|转告)(?P<who>NAME)"
    r"(?!聊天|聊聊|说话|通话|打)(?:说|讲)?一?声?[ ,，:：]*(?P<rest>.+)",
    r"(?:(?P<hail>你好|您好|嗨|谢谢|早上好|晚上好)[ ,，]*)(?P<who>NAME)[ ,，:：!！]+(?P<rest>.+)",
)
CALLS = (
    rf"{EN}(?:call|phone|ring)(?: up)? (?P<who>.+)",
    rf"{ZH}(?:给|跟)(?P<who>.+?)(?:打个?电话|通话)",
    rf"{ZH}(?:打电话给|呼叫|致电)(?P<who>.+)",
)
ALONE = r"(?P<who>\S{2,})"
TALK = "who is|who's|find|show|talk to|write to|message|msg|text|chat with|add|befriend|rate"
TALK += "|block|unblock|report"
ASKS = (
    rf"{EN}(?:ask|request from) (?P<who>\S+) (?:for|to pay) {EN_SUM}(?: for .*)?",
    rf"{EN}(?:request|collect) {EN_SUM} from (?P<who>\S+)(?: for .*)?",
    rf"{EN}(?:request|collect)(?: from)? (?P<who>\S+) {EN_SUM}(?: for .*)?",
    rf"{ZH}(?:向|找|跟|问)(?P<who>.+?)(?:要|收|讨|收款|要钱) ?(?P<sum>{SUM})",
    rf"{ZH}(?:收款|收钱|要钱) ?(?P<who>\D+?) ?(?P<sum>{SUM})",
)
SHARES = "(?P<shares>[0-9]{1,3})"
LAYS = (
    rf"{ZH}(?:给大家)?[发包]?一?个?红包[ :：]*(?P<sum>{SUM}) ?分?{SHARES} ?[个份包]?",
    rf"{EN}(?:red )?(?:envelope|packet)(?: of)? {EN_SUM} (?:in |for )?{SHARES}(?: shares?)?",
)
REPORTS = (
    rf"{EN}report (?P<who>\S+) (?:for |because )?(?P<rest>.+)",
    rf"{ZH}举报 ?(?P<who>\S+)[ ,，:：]+(?P<rest>.+)",
)
STARS = (
    rf"{EN}(?:give|rate) (?P<who>\S+) (?P<stars>[1-5])(?: stars?)",
    rf"{ZH}给(?P<who>.+?)打?(?P<stars>[1-5])(?:颗)?星",
)
SEES = (
    rf"{EN}(?:{TALK}) (?P<who>\S+).*",
    rf"{ZH}(?:跟|和|找|看看|加|拉黑|屏蔽|举报|评价)(?P<who>.+?)(?:聊天|说话|聊聊|为好友|是谁)?",
    r"(?P<who>.+?)是谁",
    ALONE,
)
HANDS = (
    rf"{EN}(?:i )?raise (?:(?:my|a|the) )?hand[ ,:：]+(?:because |for |about )?(?P<rest>.+)",
    rf"{ZH}举手[ ,，:：]+(?P<rest>.+)",
)
OPENS = re.compile(
    rf"(?:re)?(?:open|enter)(?: the)?(?: town| workshop)? ([{CODE_LETTERS}]{{{CODE_LENGTH}}})"
    rf"|(?:打开|进入)(?:小镇)? ?([{CODE_LETTERS}]{{{CODE_LENGTH}}})",
    re.I,
)
