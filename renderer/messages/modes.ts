/** How a passenger sets the screen and the sound, in every language: each by itself, so that a catalogue takes only its own. */

export interface ModesMessages {
  /** On the button in the header. */
  readonly open: string;
  readonly title: string;
  readonly contrast: string;
  readonly largeText: string;
  readonly low: string;
  readonly on: string;
  readonly off: string;
  readonly volume: string;
  /** 0 to 3. */
  readonly volumes: readonly [string, string, string, string];
  readonly close: string;
  /** On the home screen, low down, for who cannot reach the header. */
  readonly lowHere: string;
}

export const modesJa: ModesMessages = {
  open: '画面と音',
  title: '画面と音の設定',
  contrast: '白黒反転',
  largeText: '大きな文字',
  low: '低い位置',
  on: 'オン',
  off: 'オフ',
  volume: '音量',
  volumes: ['消音', '小', '中', '大'],
  close: '閉じる',
  lowHere: 'ボタンを低い位置に',
};

export const modesEasyJa: ModesMessages = {
  open: '{画面|がめん}と{音|おと}',
  title: '{画面|がめん}と{音|おと}をかえます',
  contrast: '{黒|くろ}い{画面|がめん}',
  largeText: '{大|おお}きな{字|じ}',
  low: '{低|ひく}いところ',
  on: 'オン',
  off: 'オフ',
  volume: '{音|おと}の{大|おお}きさ',
  volumes: ['なし', '{小|しょう}', '{中|ちゅう}', '{大|だい}'],
  close: 'とじる',
  lowHere: 'ボタンを{低|ひく}いところに{出|だ}す',
};

export const modesEn: ModesMessages = {
  open: 'Settings',
  title: 'Screen and sound',
  contrast: 'High contrast',
  largeText: 'Large text',
  low: 'Low position',
  on: 'on',
  off: 'off',
  volume: 'Volume',
  volumes: ['Mute', 'Low', 'Mid', 'High'],
  close: 'Close',
  lowHere: 'Move buttons lower',
};

export const modesZhHans: ModesMessages = {
  open: '设置',
  title: '画面与声音设置',
  contrast: '高对比度',
  largeText: '大字',
  low: '低位操作',
  on: '开',
  off: '关',
  volume: '音量',
  volumes: ['静音', '小', '中', '大'],
  close: '关闭',
  lowHere: '将按钮移到低处',
};

export const modesZhHant: ModesMessages = {
  open: '設定',
  title: '畫面與聲音設定',
  contrast: '高對比',
  largeText: '大字',
  low: '低位操作',
  on: '開',
  off: '關',
  volume: '音量',
  volumes: ['靜音', '小', '中', '大'],
  close: '關閉',
  lowHere: '將按鈕移到低處',
};

export const modesKo: ModesMessages = {
  open: '설정',
  title: '화면과 소리 설정',
  contrast: '고대비',
  largeText: '큰 글자',
  low: '낮은 위치',
  on: '켬',
  off: '끔',
  volume: '음량',
  volumes: ['음소거', '작게', '중간', '크게'],
  close: '닫기',
  lowHere: '버튼을 낮은 위치로',
};
