"""What customers of the demonstration company write into surveys: invented sentences by topic, content or not."""

from data.sample.company import TOPIC_NAMES

# Per topic two sentences of content customers, two of others.
_BY_TOPIC: dict[str, tuple[str, str, str, str]] = {
    "Delivery": (
        "I knew within a minute where my parcel was.",
        "The new delivery day suited me perfectly.",
        "Nobody could tell me where my parcel is.",
        "The parcel came two days after the promised date.",
    ),
    "Returns": (
        "The return label came at once and the refund two days later.",
        "Returning the item was easier than buying it.",
        "I am still waiting for my refund.",
        "I had to ask three times about the same return.",
    ),
    "Invoice": (
        "The corrected invoice was in my mailbox the same day.",
        "Clear explanation of the items on the invoice.",
        "The second invoice was wrong again.",
        "It took a week to change an address on an invoice.",
    ),
    "Product question": (
        "Good advice, I bought exactly what I needed.",
        "They really know the products.",
        "The answer was copied from the web page that I had read.",
        "The size they recommended did not fit.",
    ),
    "Technical fault": (
        "Step by step, and it worked at the end.",
        "They found the fault that two others had missed.",
        "The device still does not work.",
        "I was asked to restart it for the fourth time.",
    ),
    "Account": (
        "I could log in again after five minutes.",
        "Quick and careful with my data.",
        "The link to reset my password never arrived.",
        "I had to prove who I am three times.",
    ),
    "Order change": (
        "They caught the order before it was packed.",
        "Changing the colour was no problem.",
        "I asked within ten minutes and it was too late anyway.",
        "They changed the wrong item.",
    ),
    "Warranty": (
        "The replacement arrived before I sent the old one back.",
        "No discussion, it was simply repaired.",
        "Six weeks for a repair is too long.",
        "The warranty was refused without a reason.",
    ),
    "Payment": (
        "The double charge was back on my card the next day.",
        "They explained why the card was refused.",
        "I was charged twice and it is not solved.",
        "Nobody could see my payment.",
    ),
    "Loyalty programme": (
        "My missing points were added at once.",
        "Nice surprise, thank you for the voucher.",
        "My points expired without a warning.",
        "The voucher does not work in the shop.",
    ),
    "Store information": (
        "They even checked whether it was in stock.",
        "Short question, short answer. Perfect.",
        "The opening hours they gave me were wrong.",
        "I went there and the item was not in stock.",
    ),
    "Other": (
        "Friendly and to the point.",
        "I felt taken seriously.",
        "I do not think that my question was read.",
        "I still have no answer to my question.",
    ),
}
_CONTENT = ("Very friendly, thank you.", "Fast and competent.", "All solved at the first try.")
_UNHAPPY = ("Far too slow.", "I had to explain everything again.", "The answer did not help me.")

VARIANTS = 5  # sentences per topic and mood
# Number of a sentence: (topic · 2 + (1 for the unhappy)) · VARIANTS + variant.
COMMENTS: tuple[str, ...] = tuple(
    sentence
    for topic in TOPIC_NAMES
    for sentence in (*_BY_TOPIC[topic][:2], *_CONTENT, *_BY_TOPIC[topic][2:], *_UNHAPPY)
)
