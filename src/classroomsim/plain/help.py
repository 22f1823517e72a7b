"""What can be typed, line by line, and the other sentences that the linear text says itself."""

PLAYING = (
    "Type the number of a choice, or its id, and press Enter. Or one of these:",
    "b: go back one moment, as often as you like.",
    "w and a number, such as w 2: what if? Look ahead at a choice; nothing is chosen.",
    "s: skip this scene; the story goes on after it.",
    "g: what might be said? A guess of your own, if you like; nobody marks it.",
    "f: one thing to look at, if you like; it settles where looking back begins.",
    "v: watch a colleague's telling first, if you would rather.",
    "n: a note to yourself; please don't name real pupils or colleagues.",
    "l: look back on the play so far.",
    "o: options: words first or trying first, and whether you are asked to come back.",
    "q: leave.",
    "?: this help.",
)
LOOKING_BACK = (
    "Type the number of a moment to look at it. Or one of these:",
    "r: try this moment again.",
    "y: why might that have happened?",
    "m: reading the message: what you wondered, beside what could be seen.",
    "p: for Tuesday: an if-then line of your own, with a day if you like.",
    "c: two ways, side by side, once you have tried a moment again.",
    "c and a number, such as c 3: side by side with that play of your diary.",
    "k: keep a copy, as a page to print, a card or a calendar file.",
    "l: look back from the top.",
    "e: what this story rests on.",
    "f: one thing to look at.",
    "v: watch a colleague's telling.",
    "n: a note to yourself, at this moment; please don't name real pupils or colleagues.",
    "o: options.",
    "b: back into the play.",
    "q: leave.",
    "?: this help.",
)
WATCHING = (
    "Press Enter to go on. Or one of these:",
    "b: go back one moment.",
    "q: leave.",
    "?: this help.",
)
WELCOME = "You type one line at a time. Type ? whenever you want to know what can be typed."
A_FOCUS = "If you like, you can pick one thing to look at: type f."
WATCH_FIRST = "If you would rather watch a colleague first, type v."
NOTHING_TO_WATCH = "Nobody has written a colleague's telling of this yet."
WATCHED = "Back in your own play. Nothing of it has changed."

NO_NAMES = "Please don't name real pupils or colleagues, here or anywhere in this program."
IN_DIARY = "It is kept in your diary, on this computer only."
NOT_IN_DIARY = "You keep no diary, so it lasts for as long as this play."
TYPE_NOTE = "Type your note, on one line. An empty line leaves it."
NOTED = "Noted. Nobody marks this."
NO_NOTE = "No note was written."

GUESSED = "Noted, beside this moment. Nobody marks it."
NO_GUESS = "No guess was noted."
NOT_A_GUESS = "No guess was noted: type g, then the numbers of answers, or g ? if you can't tell."
NOTHING_TO_GUESS = "This moment asks for no guess."

AT_THE_BEGINNING = "This is the beginning; there is nothing to go back to."
NO_MOMENT = "There is no moment to look back on yet."
ONE_WAY = "There is one way so far. Try a moment again with r, and the two can stand side by side."
LATER = "That is for looking back on the play so far: type l for that."
NOT_NOW = "That is for playing. Type b to go back into the play, or r to try this moment again."
WHAT_IF = "Type w and the number of a choice, such as w 2."

FOCUS_ASK = "What would you like to look at? It is only for you, and nothing is said of it."
FOCUS_HOW = "Type its number, or 0 for nothing in particular. An empty line leaves it as it is."
FOCUSED = "Looking back will begin where most of that changed."
NO_FOCUS = "Nothing in particular, then. Looking back begins where the ways parted most."
FOCUS_AS_IT_WAS = "Left as it is."

WORDS_BEFORE = "Words that could be said here:"
WORDS_AFTER = "Words that could also have been said there:"

ON_TUESDAY = "For Tuesday"
PLAN_EMPTY_KEEPS = "Type a line of your own, or leave it empty to keep this one."
PLAN_IN_OWN_WORDS = "Type a line of your own. An empty line leaves it."
PLANNED = "Your plan is written."
PLAN_GOES_ON = "Type p to change it, or k for a calendar file or a card to print."
NO_PLAN = "No plan was written."
WHICH_DAY = "Which day is it for? Nothing is due, and nothing reminds you."
DAY_EMPTY_KEEPS = "An empty line keeps the day, and 0 takes it away."
DAY_EMPTY_NONE = "An empty line leaves it without one."
NO_DAY = ("0", "none")
NOT_A_DAY = "That can't be read as a day."
DAY_GONE = "That day has gone by."

WHICH_COPY = "What would you like to keep? Type its number; an empty line leaves it."
A_LOOKING_BACK = "This looking back, with the moment you are at"
A_COMPARISON = "The two ways, side by side"
A_CARD = "Your plan as a card for the pocket"
A_CALENDAR_FILE = "Your plan as a calendar file"
IT_HOLDS = "It holds:"
COPY_IS_YOURS = (
    "It is a file of your own, and is sent nowhere. Anyone who opens it can read what you wrote."
)
WHERE_TO = "Where to? Type a file name, q to leave it, or nothing for:"
ANOTHER_NAME = "Type another name, or q to leave it."
NO_COPY = "No copy was saved."

WORDS_FIRST = "Before a second attempt you are shown words first."
TRY_FIRST = "Before a second attempt you try first, and the words come afterwards."
BACK_ON = "After some days you may be asked whether you would like to come back."
BACK_OFF = "You are not asked whether you would like to come back."
HOW_TO_CHANGE = (
    "Type o words or o try for the first, and o back on or o back off for the second.",
)
CHANGED_IT = "Changed."

COME_BACK_HOW = "Type y for that, or n to play it from the beginning."
NOTHING_TO_COME_BACK_TO = "there is no play of this in your diary to come back to yet; play it once"
NO_DIARY_TO_COME_BACK_TO = "coming back needs the diary, and there is none; play with --diary"
DID_THE_DAY_COME = "Did {day} come?"
DID_IT_COME = "Did a moment like that come?"
HOW_DID_IT_GO = "Say it in your own words, on one line, or leave it empty."
ANOTHER_CAUSE = "One moment again, with something else underneath. You can leave at any time."
BEAT_OVER = "That was the one moment. Type p to change your plan, r to try it again, or q to leave."

GO_ON = "Press Enter to go on, b to go back, or q to leave."
ONE_WAY_OF_MANY = "This is one way among several."

UNKEPT = "From here on this play goes on without being kept."
KEPT = "You have left the play. It is kept in your diary."
LEFT = "You have left the play."

QUESTION = "Keep a private diary on this computer?"
WOULD_KEEP = (
    "It would keep your plays, so that you can carry on or look back another day, your plans, and"
    " any notes to yourself. Nobody else is told, nothing is sent anywhere, and you can delete it."
    " Without one, nothing at all is written."
)
WOULD_LIE = "It would lie here, where only your account can read it:"
YES_OR_NO = "Type y to keep one, or n to write nothing."
CARRY_ON = "Type y to carry on with it, or n to begin again."
CHANGED = "This scenario has changed since. You carry on in the text you began with."
