"""What can be typed, line by line, and the other sentences that the linear text says itself."""

PLAYING = (
    "Type the number of a choice, or its id, and press Enter. Or one of these:",
    "b: go back one moment, as often as you like.",
    "w and a number, such as w 2: what if? Look ahead at a choice; nothing is chosen.",
    "s: skip this scene; the story goes on after it.",
    "g: what might be said? A guess of your own, if you like; nobody marks it.",
    "n: a note to yourself.",
    "l: look back on the play so far.",
    "q: leave.",
    "?: this help.",
)
LOOKING_BACK = (
    "Type the number of a moment to look at it. Or one of these:",
    "r: try this moment again.",
    "y: why might that have happened?",
    "c: two ways, side by side, once you have tried a moment again.",
    "l: look back from the top.",
    "e: what this story rests on.",
    "n: a note to yourself.",
    "b: back into the play.",
    "q: leave.",
    "?: this help.",
)
WELCOME = "You type one line at a time. Type ? whenever you want to know what can be typed."

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

UNKEPT = "From here on this play goes on without being kept."
KEPT = "You have left the play. It is kept in your diary."
LEFT = "You have left the play."

QUESTION = "Keep a private diary on this computer?"
WOULD_KEEP = (
    "It would keep your plays, so that you can carry on or look back another day, and any notes to"
    " yourself. Nobody else is told, nothing is sent anywhere, and you can delete it. Without one,"
    " nothing at all is written."
)
WOULD_LIE = "It would lie here, where only your account can read it:"
YES_OR_NO = "Type y to keep one, or n to write nothing."
CARRY_ON = "Type y to carry on with it, or n to begin again."
CHANGED = "This scenario has changed since. You carry on in the text you began with."
