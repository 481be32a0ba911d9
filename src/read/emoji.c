/* emoji.c - GitHub's names for pictures: `:rocket:` is the character, as far as the name is one of the
 * common ones below. Others stay as they are written: `a:b:c` means something else to most people. */
#include <stdlib.h>

#include "read/read_int.h"

typedef struct Row { const char *name, *text; } Row;

static const Row rows[] = {                                /* in order of their bytes */
    {"+1", "👍"}, {"-1", "👎"}, {"100", "💯"}, {"1234", "🔢"}, {"alarm_clock", "⏰"}, {"alien", "👽"},
    {"ambulance", "🚑"}, {"anchor", "⚓"}, {"angel", "👼"}, {"angry", "😠"}, {"apple", "🍎"},
    {"arrow_backward", "◀"}, {"arrow_down", "⬇"}, {"arrow_forward", "▶"}, {"arrow_left", "⬅"},
    {"arrow_right", "➡"}, {"arrow_up", "⬆"}, {"arrows_counterclockwise", "🔄"}, {"art", "🎨"},
    {"astonished", "😲"}, {"baby", "👶"}, {"back", "🔙"}, {"balloon", "🎈"},
    {"ballot_box_with_check", "☑"}, {"bangbang", "‼"}, {"bar_chart", "📊"}, {"battery", "🔋"},
    {"beer", "🍺"}, {"beers", "🍻"}, {"bell", "🔔"}, {"bike", "🚲"}, {"bird", "🐦"},
    {"birthday", "🎂"}, {"black_circle", "⚫"}, {"blue_book", "📘"}, {"blue_heart", "💙"},
    {"blush", "😊"}, {"bomb", "💣"}, {"book", "📖"}, {"bookmark", "🔖"}, {"books", "📚"},
    {"boom", "💥"}, {"bow", "🙇"}, {"briefcase", "💼"}, {"broken_heart", "💔"}, {"bug", "🐛"},
    {"building_construction", "🏗"}, {"bulb", "💡"}, {"bus", "🚌"}, {"cactus", "🌵"}, {"cake", "🍰"},
    {"calendar", "📆"}, {"camera", "📷"}, {"car", "🚗"}, {"card_index", "📇"}, {"cat", "🐱"},
    {"cd", "💿"}, {"chart_with_downwards_trend", "📉"}, {"chart_with_upwards_trend", "📈"},
    {"checkered_flag", "🏁"}, {"christmas_tree", "🎄"}, {"clap", "👏"}, {"clapper", "🎬"},
    {"clipboard", "📋"}, {"closed_lock_with_key", "🔐"}, {"cloud", "☁"}, {"clown_face", "🤡"},
    {"coffee", "☕"}, {"collision", "💥"}, {"computer", "💻"}, {"confetti_ball", "🎊"},
    {"confused", "😕"}, {"construction", "🚧"}, {"construction_worker", "👷"}, {"cookie", "🍪"},
    {"cool", "🆒"}, {"copyright", "©"}, {"cow", "🐮"}, {"crossed_fingers", "🤞"}, {"crown", "👑"},
    {"cry", "😢"}, {"crystal_ball", "🔮"}, {"dart", "🎯"}, {"dash", "💨"}, {"date", "📅"},
    {"desktop_computer", "🖥"}, {"disappointed", "😞"}, {"dizzy", "💫"}, {"dog", "🐶"},
    {"dollar", "💵"}, {"dolphin", "🐬"}, {"dragon", "🐉"}, {"droplet", "💧"}, {"earth_africa", "🌍"},
    {"earth_americas", "🌎"}, {"earth_asia", "🌏"}, {"egg", "🥚"}, {"electric_plug", "🔌"},
    {"elephant", "🐘"}, {"email", "✉"}, {"envelope", "✉"}, {"exclamation", "❗"},
    {"expressionless", "😑"}, {"eye", "👁"}, {"eyes", "👀"}, {"fast_forward", "⏩"},
    {"file_folder", "📁"}, {"fire", "🔥"}, {"fireworks", "🎆"}, {"fish", "🐟"},
    {"floppy_disk", "💾"}, {"four_leaf_clover", "🍀"}, {"fox_face", "🦊"}, {"free", "🆓"},
    {"frog", "🐸"}, {"gear", "⚙"}, {"gem", "💎"}, {"ghost", "👻"}, {"gift", "🎁"},
    {"globe_with_meridians", "🌐"}, {"goal_net", "🥅"}, {"green_book", "📗"}, {"green_heart", "💚"},
    {"grey_exclamation", "❕"}, {"grey_question", "❔"}, {"grimacing", "😬"}, {"grin", "😁"},
    {"grinning", "😀"}, {"guitar", "🎸"}, {"hammer", "🔨"}, {"hammer_and_wrench", "🛠"},
    {"handshake", "🤝"}, {"hash", "#️⃣"}, {"heart", "❤"}, {"heart_eyes", "😍"},
    {"heavy_check_mark", "✔"}, {"heavy_exclamation_mark", "❗"}, {"heavy_minus_sign", "➖"},
    {"heavy_multiplication_x", "✖"}, {"heavy_plus_sign", "➕"}, {"horse", "🐴"},
    {"hourglass", "⌛"}, {"house", "🏠"}, {"hugs", "🤗"}, {"inbox_tray", "📥"},
    {"information_source", "ℹ"}, {"innocent", "😇"}, {"interrobang", "⁉"},
    {"jack_o_lantern", "🎃"}, {"joy", "😂"}, {"key", "🔑"}, {"keyboard", "⌨"}, {"label", "🏷"},
    {"laughing", "😆"}, {"leaves", "🍃"}, {"ledger", "📒"}, {"link", "🔗"}, {"lock", "🔒"},
    {"loudspeaker", "📢"}, {"mag", "🔍"}, {"mag_right", "🔎"}, {"mailbox", "📫"}, {"man", "👨"},
    {"mega", "📣"}, {"memo", "📝"}, {"microscope", "🔬"}, {"money_with_wings", "💸"},
    {"moneybag", "💰"}, {"monkey", "🐒"}, {"moon", "🌔"}, {"mortar_board", "🎓"}, {"mountain", "⛰"},
    {"muscle", "💪"}, {"musical_note", "🎵"}, {"mute", "🔇"}, {"necktie", "👔"},
    {"negative_squared_cross_mark", "❎"}, {"neutral_face", "😐"}, {"new", "🆕"},
    {"newspaper", "📰"}, {"no_entry", "⛔"}, {"no_entry_sign", "🚫"}, {"notebook", "📓"},
    {"octocat", "🐙"}, {"octopus", "🐙"}, {"ok_hand", "👌"}, {"open_book", "📖"},
    {"open_file_folder", "📂"}, {"open_mouth", "😮"}, {"orange_book", "📙"}, {"outbox_tray", "📤"},
    {"package", "📦"}, {"page_facing_up", "📄"}, {"page_with_curl", "📃"}, {"paintbrush", "🖌"},
    {"panda_face", "🐼"}, {"paperclip", "📎"}, {"partying_face", "🥳"}, {"pencil", "📝"},
    {"pencil2", "✏"}, {"penguin", "🐧"}, {"pensive", "😔"}, {"phone", "☎"}, {"pig", "🐷"},
    {"pill", "💊"}, {"pizza", "🍕"}, {"point_down", "👇"}, {"point_left", "👈"},
    {"point_right", "👉"}, {"point_up", "☝"}, {"point_up_2", "👆"}, {"poop", "💩"}, {"pray", "🙏"},
    {"printer", "🖨"}, {"purple_heart", "💜"}, {"pushpin", "📌"}, {"question", "❓"},
    {"rabbit", "🐰"}, {"radioactive", "☢"}, {"rage", "😡"}, {"rainbow", "🌈"},
    {"raised_hand", "✋"}, {"raised_hands", "🙌"}, {"recycle", "♻"}, {"red_circle", "🔴"},
    {"registered", "®"}, {"relaxed", "☺"}, {"repeat", "🔁"}, {"rewind", "⏪"}, {"robot", "🤖"},
    {"rocket", "🚀"}, {"rofl", "🤣"}, {"rose", "🌹"}, {"rotating_light", "🚨"},
    {"round_pushpin", "📍"}, {"runner", "🏃"}, {"running", "🏃"}, {"satellite", "📡"},
    {"scissors", "✂"}, {"scream", "😱"}, {"scroll", "📜"}, {"see_no_evil", "🙈"},
    {"seedling", "🌱"}, {"shell", "🐚"}, {"shield", "🛡"}, {"ship", "🚢"}, {"shrug", "🤷"},
    {"skull", "💀"}, {"sleeping", "😴"}, {"slightly_smiling_face", "🙂"}, {"smile", "😄"},
    {"smiley", "😃"}, {"smirk", "😏"}, {"snail", "🐌"}, {"snake", "🐍"}, {"snowflake", "❄"},
    {"sob", "😭"}, {"soccer", "⚽"}, {"soon", "🔜"}, {"sos", "🆘"}, {"sound", "🔉"},
    {"sparkle", "❇"}, {"sparkles", "✨"}, {"sparkling_heart", "💖"}, {"speaker", "🔈"},
    {"speech_balloon", "💬"}, {"star", "⭐"}, {"star2", "🌟"}, {"stop_sign", "🛑"},
    {"stopwatch", "⏱"}, {"straight_ruler", "📏"}, {"strawberry", "🍓"}, {"stuck_out_tongue", "😛"},
    {"sun_with_face", "🌞"}, {"sunflower", "🌻"}, {"sunglasses", "😎"}, {"sunny", "☀"},
    {"sunrise", "🌅"}, {"sweat", "😓"}, {"sweat_smile", "😅"}, {"sync", "🔄"}, {"syringe", "💉"},
    {"tada", "🎉"}, {"taxi", "🚕"}, {"tea", "🍵"}, {"telephone", "☎"}, {"test_tube", "🧪"},
    {"thinking", "🤔"}, {"thought_balloon", "💭"}, {"thumbsdown", "👎"}, {"thumbsup", "👍"},
    {"ticket", "🎫"}, {"tiger", "🐯"}, {"tm", "™"}, {"toolbox", "🧰"}, {"tools", "🛠"},
    {"top", "🔝"}, {"train", "🚆"}, {"triangular_flag_on_post", "🚩"}, {"triangular_ruler", "📐"},
    {"trophy", "🏆"}, {"truck", "🚚"}, {"tulip", "🌷"}, {"turtle", "🐢"}, {"tv", "📺"},
    {"two_hearts", "💕"}, {"umbrella", "☔"}, {"unamused", "😒"}, {"unicorn", "🦄"},
    {"unlock", "🔓"}, {"up", "🆙"}, {"v", "✌"}, {"video_camera", "📹"}, {"video_game", "🎮"},
    {"vs", "🆚"}, {"walking", "🚶"}, {"warning", "⚠"}, {"wastebasket", "🗑"}, {"watch", "⌚"},
    {"wave", "👋"}, {"weary", "😩"}, {"whale", "🐳"}, {"wheelchair", "♿"},
    {"white_check_mark", "✅"}, {"white_circle", "⚪"}, {"wink", "😉"}, {"wolf", "🐺"},
    {"woman", "👩"}, {"world_map", "🗺"}, {"worried", "😟"}, {"wrench", "🔧"},
    {"writing_hand", "✍"}, {"x", "❌"}, {"yellow_heart", "💛"}, {"yum", "😋"}, {"zap", "⚡"},
    {"zzz", "💤"},
};

static int compare(const void *key, const void *row)
{
    return str_cmp(*(const Str *)key, str_of(((const Row *)row)->name));
}

static Str emoji_named(Str name)
{
    const Row *row = bsearch(&name, rows, sizeof rows / sizeof *rows, sizeof *rows, compare);
    return row ? str_of(row->text) : (Str){0};
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-';
}

/* The end of `:name` at a colon, where the next colon is; 0 when there is no name. */
static size_t name_end(Str s, size_t at)
{
    size_t end = at + 1;
    while (end < s.n && is_name(s.p[end])) end++;
    return end > at + 1 && end < s.n && s.p[end] == ':' ? end : 0;
}

/* A name that stands against letters, digits or another colon is none; but another name may follow. */
static bool is_apart(Str s, size_t at)
{
    if (at >= s.n) return true;
    char c = s.p[at];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return !letter && c != ':' && c != '_' && c != '/';
}

static bool is_end(Str s, size_t at)
{
    size_t end = at < s.n && s.p[at] == ':' ? name_end(s, at) : 0;
    return end ? emoji_named(str_slice(s, at + 1, end)).n > 0 : is_apart(s, at);
}

Str emoji_text(Arena *arena, Str s)
{
    Buf out = BUF(arena);
    size_t done = 0;
    for (size_t at = 0; at < s.n; at++) {
        if (s.p[at] != ':') continue;
        size_t end = name_end(s, at);
        bool apart = end && (done == at || is_apart(s, at - 1)) && is_end(s, end + 1);
        Str emoji = apart ? emoji_named(str_slice(s, at + 1, end)) : (Str){0};
        if (emoji.n) {
            buf_add(&out, str_slice(s, done, at));
            buf_add(&out, emoji);
            done = end + 1;
        }
        if (end) at = end - !emoji.n;
    }
    if (!done) return s;
    buf_add(&out, str_slice(s, done, s.n));
    return buf_str(&out);
}
