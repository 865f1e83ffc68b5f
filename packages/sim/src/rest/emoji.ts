/**
 * Names of the server's own emoji, as far as the simulator knows them: those that people and bots react with. Any other name must
 * be a custom emoji.
 */
const NAMES = `+1 -1 thumbsup thumbsdown white_check_mark heavy_check_mark x heart heart_eyes smile smiley grinning laughing joy
rofl sweat_smile slightly_smiling_face upside_down_face wink blush innocent thinking neutral_face expressionless no_mouth smirk
unamused roll_eyes grimacing relieved pensive sleepy sleeping mask sunglasses nerd_face confused worried frowning open_mouth
hushed astonished flushed fearful cold_sweat cry sob scream confounded persevere disappointed weary tired_face triumph rage angry
skull clown_face ghost alien robot clap wave raised_hands pray handshake muscle point_up point_down point_left point_right
ok_hand v crossed_fingers fire tada rocket eyes 100 star star2 sparkles zap boom bulb warning no_entry no_entry_sign construction
rotating_light bell mute speech_balloon question exclamation grey_question grey_exclamation bangbang interrobang hourglass
hourglass_flowing_sand stopwatch alarm_clock clock1 calendar date pushpin round_pushpin paperclip link lock unlock key hammer
wrench gear tools package mailbox email memo pencil pencil2 bookmark_tabs clipboard chart_with_upwards_trend bar_chart file_folder
computer phone telephone camera movie_camera tv radio battery electric_plug mag mag_right one two three four five six seven eight
nine keycap_ten zero arrow_up arrow_down arrow_left arrow_right arrow_forward arrow_backward fast_forward rewind
arrows_counterclockwise repeat pause_button play_or_pause_button stop_button heavy_plus_sign heavy_minus_sign red_circle
large_blue_circle white_circle black_circle green_heart blue_heart yellow_heart purple_heart broken_heart coffee tea beer pizza
cake birthday apple banana cookie dog cat mouse cow pig monkey bear panda_face koala tiger lion_face unicorn bee bug snail turtle
snake fish whale dolphin octopus sunny cloud umbrella snowflake rainbow ocean earth_africa earth_americas earth_asia moon sun_with_face
car bus train airplane ship bike house office school hospital soccer basketball trophy medal dart game_die musical_note art
gift balloon confetti_ball crown gem ring moneybag dollar euro credit_card recycle checkered_flag triangular_flag_on_post white_flag
raising_hand bow facepalm shrug man woman baby boy girl eyeglasses shirt jeans dress ok new free up cool ng sos
soon top back end on information_source abc abcd`;

const KNOWN = new Set(NAMES.split(/\s+/));

export function isSystemEmoji(name: string): boolean {
  return KNOWN.has(name);
}
