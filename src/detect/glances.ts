/** Made by test/detect/glance.test.ts from the rules; do not edit. */

/** What may follow a needle, base64's characters, and by the highest number what its word goes on with to the left. */
export const classes = [
  { number: 1, can: '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz', ends: '\x0a\x0d"$%&\x27=\x5c`{' },
  { number: 23, can: '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz', ends: '' },
  { number: 24, can: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', ends: '' },
  { number: 25, can: '0123456789abcdef', ends: '' },
  { number: 26, can: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz', ends: '' },
  { number: 27, can: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', ends: '' },
  { number: 28, can: '+/0123456789=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', ends: '' },
  { number: 29, can: '0123456789', ends: '' },
  { number: 30, can: '%+-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz', ends: '' },
  { number: 31, can: '0123456789ABCDEFabcdef', ends: '' },
  { number: 32, can: '0123456789abcdefghijklmnopqrstuvwxyz', ends: '' },
  { number: 33, can: '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz', ends: '\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f !"#$%&\x27()*+,./:;<=>?@[\x5c]^`{|}~\x7f\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xbb\xbc\xbd\xbe\xbf\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7\xc8\xc9\xca\xcb\xcc\xcd\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda\xdb\xdc\xdd\xde\xdf\xe0\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xff' },
  { number: 62, can: '+-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz', ends: '' },
  { number: 63, can: '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz', ends: '' },
] as const;

/** What cannot stand right before or after a needle; anything else can. */
export const edges = [
  { number: 2, not: '+-/123456789ABCDFGHIJKLMNOPQRSTVWXYZ_abcdefghijlmnopqrstuvwxyz' },
  { number: 3, not: '+-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefwxyz' },
  { number: 4, not: '+-/0234678ACDEGHIKLMOPQSTUWXY_abcefgijkmnoqrsuvwyz' },
  { number: 5, not: '+-/012389ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz' },
  { number: 6, not: '+-/0123456789ABCDEFGHIJKLMNOP_ghijklmnopqrstuvwxyz' },
  { number: 7, not: '+-/023456789ABCDEGHIJKLMNOPQRSTUWXYZ_abcdefghijkmnopqrstuvwxyz' },
  { number: 8, not: '+-/0123456789ABCDEFGHIJKLMNOPQRSTYZ_abcdefghijklmnopqrstuvwxyz' },
  { number: 9, not: '+-/0123456789QRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz' },
  { number: 10, not: '+-/0123456789ABCDEFGHIJKLMNOPUVWXYZ_abcdefghijklmnopqrstuvwxyz' },
  { number: 11, not: '+-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuv' },
  { number: 12, not: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv' },
  { number: 13, not: '+-/013456789ABCDEFHIJKLMNOPQRSTUVXYZ_abcdefghijklnopqrstuvwxyz' },
  { number: 14, not: '01234567ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz' },
  { number: 15, not: '+-/0123456789ABCDEFGHIJKLQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz' },
  { number: 16, not: '+-/0123456789ABCEFGHIJKLMNOPQRSUVWXYZ_abcdefghiklmnopqrstuvwxy' },
  { number: 17, not: '+-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnstuvwxyz' },
  { number: 18, not: '+-/1235679BCDFGHJKLNOPRSTVWXZ_abdefhijlmnpqrtuvxyz' },
  { number: 19, not: '+-/0123456789ABCDIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz' },
  { number: 20, not: '+-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijopqrstuvwxyz' },
  { number: 21, not: '+-/456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz' },
  { number: 22, not: '+-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefklmnopqrstuvwxyz' },
] as const;

/** Fold, left, class of what follows and how much of it, two offsets, a bucket for each, needle. */
export const rows =
  '0110017=AQ.\x0a' +
  '000021;7A\x00Q\x00.\x0a' +
  '0000017=QVEu\x0a' +
  '0600017=QWI4\x0a' +
  '0B30017;FRL\x0a' +
  '07000177kFiO\x0a' +
  '0D50016=BUS\x0a' +
  '080021;65BYj\x0a' +
  '00000137Q\x00V\x00E\x00u\x0a' +
  '00000133Q\x00W\x00I\x004\x0a' +
  '0000033;F\x00R\x00L\x0a' +
  '00002133k\x00F\x00i\x00O\x0a' +
  '000021;3B\x00U\x00S\x0a' +
  '000043;;5\x00B\x00Y\x00j\x0a' +
  '0100017=%41\x0a' +
  '01000135%2541\x0a' +
  '010043=7\x5cu0041\x0a' +
  '010023;=\x5cu{41\x0a' +
  '010021=7\x5cx41\x0a' +
  '010023;=\x5cx{41\x0a' +
  '01000133\x5cU00000041\x0a' +
  '0100013=\x5c101\x0a' +
  '01000137&#65;\x0a' +
  '010065;7&amp;#65;\x0a' +
  '0100033;&#065;\x0a' +
  '0100473;&amp;#065;\x0a' +
  '0100013=&#x4\x0a' +
  '0100453=&amp;#x4\x0a' +
  '0100013=&#x0\x0a' +
  '0100453=&amp;#x0\x0a' +
  '010021;=&#X4\x0a' +
  '010065;=&amp;#X4\x0a' +
  '0100013=&#X0\x0a' +
  '010065;=&amp;#X0\x0a' +
  '0100016=A%5\x0a' +
  '0100016=A%2\x0a' +
  '0100016=A&#\x0a' +
  '0100016=A&a\x0a' +
  '010043:;A\x5cu005\x0a' +
  '0100017=A\x5cu{\x0a' +
  '010021?3A\x5cU0000005\x0a' +
  '010021?=A\x5cU{\x0a' +
  '010021?=A\x5cx5\x0a' +
  '0100017=A\x5cx{\x0a' +
  '0100017=A\x5c\x5c\x0a' +
  '0100017=A\x5c1\x0a' +
  '0100016=AQ%\x0a' +
  '0100016=AQ&\x0a' +
  '0100016=AQ\x5c\x0a' +
  '00000133%\x004\x001\x0a' +
  '0000037;%\x002\x005\x004\x001\x0a' +
  '000087;3\x5c\x00u\x000\x000\x004\x001\x0a' +
  '000065;3\x5c\x00u\x00{\x004\x001\x0a' +
  '000043;3\x5c\x00x\x004\x001\x0a' +
  '000065;3\x5c\x00x\x00{\x004\x001\x0a' +
  '000021;3\x5c\x00U\x000\x000\x000\x000\x000\x000\x004\x001\x0a' +
  '00000133\x5c\x001\x000\x001\x0a' +
  '00002173&\x00#\x006\x005\x00;\x0a' +
  '0000:973&\x00a\x00m\x00p\x00;\x00#\x006\x005\x00;\x0a' +
  '00002173&\x00#\x000\x006\x005\x00;\x0a' +
  '0000:973&\x00a\x00m\x00p\x00;\x00#\x000\x006\x005\x00;\x0a' +
  '00002173&\x00#\x00x\x004\x0a' +
  '0000:973&\x00a\x00m\x00p\x00;\x00#\x00x\x004\x0a' +
  '00002173&\x00#\x00x\x000\x0a' +
  '0000:973&\x00a\x00m\x00p\x00;\x00#\x00x\x000\x0a' +
  '000043?3&\x00#\x00X\x004\x0a' +
  '0000<;?3&\x00a\x00m\x00p\x00;\x00#\x00X\x004\x0a' +
  '000043?3&\x00#\x00X\x000\x0a' +
  '0000<;?3&\x00a\x00m\x00p\x00;\x00#\x00X\x000\x0a' +
  '000021;3A\x00%\x005\x0a' +
  '000021;7A\x00%\x002\x0a' +
  '000023;;A\x00&\x00#\x0a' +
  '000021;3A\x00&\x00a\x0a' +
  '000029;;A\x00\x5c\x00u\x000\x000\x005\x0a' +
  '000021;3A\x00\x5c\x00u\x00{\x0a' +
  '000043;3A\x00\x5c\x00U\x000\x000\x000\x000\x000\x000\x005\x0a' +
  '000043;;A\x00\x5c\x00U\x00{\x0a' +
  '000025;;A\x00\x5c\x00x\x005\x0a' +
  '000021;3A\x00\x5c\x00x\x00{\x0a' +
  '000021;3A\x00\x5c\x00\x5c\x0a' +
  '000021;3A\x00\x5c\x001\x0a' +
  '000023;;A\x00Q\x00%\x0a' +
  '000021;3A\x00Q\x00&\x0a' +
  '000021;3A\x00Q\x00\x5c\x0a' +
  '0000036?65,81,46\x0a' +
  '0000016765, 81, 46\x0a' +
  '100027=70x41,0x51,0x2e\x0a' +
  '100021=70x41, 0x51, 0x2e\x0a' +
  '1000037741 51 2e\x0a' +
  '1000037741:51:2e\x0a' +
  '1000017341512e\x0a' +
  '006021?7UVZFd\x0a' +
  '0G8021;;FWRX\x0a' +
  '0D00033;RVkV1\x0a' +
  '00900378UVdJN\x0a' +
  '0G:0013;FXST\x0a' +
  '0D00013;RV0k0\x0a' +
  '000021;;RlJM\x0a' +
  '0B90017;ZST\x0a' +
  '0D;0017=GUk\x0a' +
  '00<02177a0ZpT\x0a' +
  '0M>021;7tGaU\x0a' +
  '0D000133rRmlP\x0a' +
  '000021<7QlVT\x0a' +
  '0B<0017=JVU\x0a' +
  '0D?0017<CVV\x0a' +
  '003021:7NUJZa\x0a' +
  '0PA021;=VCWW\x0a' +
  '0R0001631Qllq\x0a' +
  '00500137QQBRAC\x0a' +
  '0B0023:;EAUQAu\x0a' +
  '0D300133BAFEAL\x0a' +
  '0110016=AIza\x0a' +
  '000043;3A\x00I\x00z\x00a\x0a' +
  '0060037=QUl6Y\x0a' +
  '0700016=VN5\x0a' +
  '0BC0016;FJem\x0a' +
  '0800016;FTe\x0a' +
  '0D0021;=BSXph\x0a' +
  '0900017<hU3\x0a' +
  '0000073;Q\x00U\x00l\x006\x00Y\x0a' +
  '0000033;V\x00N\x005\x0a' +
  '000021;;F\x00J\x00e\x00m\x0a' +
  '0000013;F\x00T\x00e\x0a' +
  '00004333B\x00S\x00X\x00p\x00h\x0a' +
  '000021;3h\x00U\x003\x0a' +
  '0100016=A%4\x0a' +
  '010043:;A\x5cu004\x0a' +
  '010021?3A\x5cU0000004\x0a' +
  '010021?=A\x5cx4\x0a' +
  '0100016=AI%\x0a' +
  '0100016=AI&\x0a' +
  '0100016=AI\x5c\x0a' +
  '010021>=AIz%\x0a' +
  '010021>=AIz&\x0a' +
  '010021>=AIz\x5c\x0a' +
  '000021;3A\x00%\x004\x0a' +
  '000029;;A\x00\x5c\x00u\x000\x000\x004\x0a' +
  '000043;;A\x00\x5c\x00U\x000\x000\x000\x000\x000\x000\x004\x0a' +
  '000025;;A\x00\x5c\x00x\x004\x0a' +
  '0000033;A\x00I\x00%\x0a' +
  '0000033;A\x00I\x00&\x0a' +
  '0000033;A\x00I\x00\x5c\x0a' +
  '000045;;A\x00I\x00z\x00%\x0a' +
  '000045;;A\x00I\x00z\x00&\x0a' +
  '000043;3A\x00I\x00z\x00\x5c\x0a' +
  '0000036?65,73,122\x0a' +
  '0000496=65, 73, 122\x0a' +
  '100027=70x41,0x49,0x7a\x0a' +
  '10008=:=0x41, 0x49, 0x7a\x0a' +
  '1000037741 49 7a\x0a' +
  '1000037741:49:7a\x0a' +
  '100023?;41497a61\x0a' +
  '00D00177UVVsNl\x0a' +
  '0G0043<:FVbDZZ\x0a' +
  '0D6041;;RVWw2W\x0a' +
  '000021=7Vk41\x0a' +
  '0G60016;ZON\x0a' +
  '0D80016=WTj\x0a' +
  '0060016;Rkplb\x0a' +
  '0BE0013;ZKZW\x0a' +
  '0D000133GSmVt\x0a' +
  '0000013;RlRl\x0a' +
  '0B60016;ZUZ\x0a' +
  '0D80016=GVG\x0a' +
  '00F023;;QlNYcG\x0a' +
  '0B0023;;JTWHBo\x0a' +
  '0D900177CU1hwa\x0a' +
  '000021;6aFUz\x0a' +
  '0M<0017<hVM\x0a' +
  '0D?0017<oVT\x0a' +
  '00600137QQBJAHoAY\x0a' +
  '0BC0233;EASQB6AG\x0a' +
  '0D000133BAEkAegBh\x0a' +
  '0100015<sk-\x0a' +
  '0000235;s\x00k\x00-\x0a' +
  '01GX61<<sk-proj-\x0a' +
  '000043=;s\x00k\x00-\x00p\x00r\x00o\x00j\x00-\x0a' +
  '01GX21=<sk-svcacct-\x0a' +
  '000043=;s\x00k\x00-\x00s\x00v\x00c\x00a\x00c\x00c\x00t\x00-\x0a' +
  '01GX21=<sk-admin-\x0a' +
  '000043=;s\x00k\x00-\x00a\x00d\x00m\x00i\x00n\x00-\x0a' +
  '01GX:;5=sk-ant-api03-\x0a' +
  '0000FE52s\x00k\x00-\x00a\x00n\x00t\x00-\x00a\x00p\x00i\x000\x003\x00-\x0a' +
  '01GX<=5=sk-ant-admin01-\x0a' +
  '000043=;s\x00k\x00-\x00a\x00n\x00t\x00-\x00a\x00d\x00m\x00i\x00n\x000\x001\x00-\x0a' +
  '01GX:;5=sk-ant-oat01-\x0a' +
  '000043=;s\x00k\x00-\x00a\x00n\x00t\x00-\x00o\x00a\x00t\x000\x001\x00-\x0a' +
  '01HX21<2gsk_\x0a' +
  '00004323g\x00s\x00k\x00_\x0a' +
  '01HX21=5xai-\x0a' +
  '0000053:x\x00a\x00i\x00-\x0a' +
  '01HR012<hf_\x0a' +
  '00000133h\x00f\x00_\x0a' +
  '01HR61<7api_org_\x0a' +
  '0000<;23a\x00p\x00i\x00_\x00o\x00r\x00g\x00_\x0a' +
  '01IX675=sk-or-v1-\x0a' +
  '000043=;s\x00k\x00-\x00o\x00r\x00-\x00v\x001\x00-\x0a' +
  '01HX235<pplx-\x0a' +
  '0000675:p\x00p\x00l\x00x\x00-\x0a' +
  '01HU012<r8_\x0a' +
  '00002123r\x008\x00_\x0a' +
  '01IP232;lsv2_pt_\x0a' +
  '00006523l\x00s\x00v\x002\x00_\x00p\x00t\x00_\x0a' +
  '01IP232;lsv2_sk_\x0a' +
  '00006523l\x00s\x00v\x002\x00_\x00s\x00k\x00_\x0a' +
  '01HP037;tvly-\x0a' +
  '0000273;t\x00v\x00l\x00y\x00-\x0a' +
  '01HP43=;tvly-dev-\x0a' +
  '0000873;t\x00v\x00l\x00y\x00-\x00d\x00e\x00v\x00-\x0a' +
  '01HP43=;tvly-prod-\x0a' +
  '0000873;t\x00v\x00l\x00y\x00-\x00p\x00r\x00o\x00d\x00-\x0a' +
  '01H5232<pcsk_\x0a' +
  '00006523p\x00c\x00s\x00k\x00_\x0a' +
  '01GX43=5nvapi-\x0a' +
  '0000293:n\x00v\x00a\x00p\x00i\x00-\x0a' +
  '01HX21<5csk-\x0a' +
  '0000455;c\x00s\x00k\x00-\x0a' +
  '01IX012<sk_\x0a' +
  '00002123s\x00k\x00_\x0a' +
  '01HF012<fw_\x0a' +
  '00002123f\x00w\x00_\x0a' +
  '01GX452;tgp_v1_\x0a' +
  '0000:923t\x00g\x00p\x00_\x00v\x001\x00_\x0a' +
  '01GX036=jina_\x0a' +
  '0000073;j\x00i\x00n\x00a\x00_\x0a' +
  '01JX672;wandb_v1_\x0a' +
  '0000>=23w\x00a\x00n\x00d\x00b\x00_\x00v\x001\x00_\x0a' +
  '01HX21<5llx-\x0a' +
  '0000455:l\x00l\x00x\x00-\x0a' +
  '01IX0132e2b_\x0a' +
  '00002133e\x002\x00b\x00_\x0a' +
  '01HT430?apify_api_\x0a' +
  '00008723a\x00p\x00i\x00f\x00y\x00_\x00a\x00p\x00i\x00_\x0a' +
  '01HX036<cfat_\x0a' +
  '00000133c\x00f\x00a\x00t\x00_\x0a' +
  '01HX036<cfut_\x0a' +
  '00000133c\x00f\x00u\x00t\x00_\x0a' +
  '01HX21<2cfk_\x0a' +
  '00004323c\x00f\x00k\x00_\x0a' +
  '01GL455:GOCSPX-\x0a' +
  '0000:953G\x00O\x00C\x00S\x00P\x00X\x00-\x0a' +
  '01GX237;ya29.\x0a' +
  '000065;;y\x00a\x002\x009\x00.\x0a' +
  '01K@013=AKIA\x0a' +
  '000021;3A\x00K\x00I\x00A\x0a' +
  '01K@013=ASIA\x0a' +
  '00000133A\x00S\x00I\x00A\x0a' +
  '01K@013=ABIA\x0a' +
  '00002133A\x00B\x00I\x00A\x0a' +
  '01K@013=ACCA\x0a' +
  '00000133A\x00C\x00C\x00A\x0a' +
  '01LX>333ABSKQmVkcm9ja0FQSUtleS\x0a' +
  '000065;;A\x00B\x00S\x00K\x00Q\x00m\x00V\x00k\x00c\x00m\x009\x00j\x00a\x000\x00F\x00Q\x00S\x00U\x00t\x00l\x00e\x00S\x0a' +
  '01HT0132ghp_\x0a' +
  '00000133g\x00h\x00p\x00_\x0a' +
  '01HT0132gho_\x0a' +
  '00000133g\x00h\x00o\x00_\x0a' +
  '01HT0132ghu_\x0a' +
  '00000133g\x00h\x00u\x00_\x0a' +
  '01000152ghs_\x0a' +
  '00000133g\x00h\x00s\x00_\x0a' +
  '01HT0122ghr_\x0a' +
  '00000133g\x00h\x00r\x00_\x0a' +
  '01JT4526github_pat_\x0a' +
  '00000933g\x00i\x00t\x00h\x00u\x00b\x00_\x00p\x00a\x00t\x00_\x0a' +
  '01GD41=6glpat-\x0a' +
  '0000093:g\x00l\x00p\x00a\x00t\x00-\x0a' +
  '01GD036=gldt-\x0a' +
  '0000073:g\x00l\x00d\x00t\x00-\x0a' +
  '01GD036=glrt-\x0a' +
  '0000073:g\x00l\x00r\x00t\x00-\x0a' +
  '01IX41=6glptt-\x0a' +
  '0000093:g\x00l\x00p\x00t\x00t\x00-\x0a' +
  '01GD056=glsoat-\x0a' +
  '00000;3:g\x00l\x00s\x00o\x00a\x00t\x00-\x0a' +
  '01GD036=glft-\x0a' +
  '0000073:g\x00l\x00f\x00t\x00-\x0a' +
  '01GI43=5glimt-\x0a' +
  '0000093:g\x00l\x00i\x00m\x00t\x00-\x0a' +
  '01GD056=glffct-\x0a' +
  '00000;3:g\x00l\x00f\x00f\x00c\x00t\x00-\x0a' +
  '01GD4333GR1348941\x0a' +
  '0000053;G\x00R\x001\x003\x004\x008\x009\x004\x001\x0a' +
  '010021>3glcbt-\x0a' +
  '0000093:g\x00l\x00c\x00b\x00t\x00-\x0a' +
  '01H>012<sk_prod_\x0a' +
  '00002123s\x00k\x00_\x00p\x00r\x00o\x00d\x00_\x0a' +
  '01H>012<rk_prod_\x0a' +
  '00002123r\x00k\x00_\x00p\x00r\x00o\x00d\x00_\x0a' +
  '01H>012<sk_live_\x0a' +
  '00002123s\x00k\x00_\x00l\x00i\x00v\x00e\x00_\x0a' +
  '01H>012<rk_live_\x0a' +
  '00002123r\x00k\x00_\x00l\x00i\x00v\x00e\x00_\x0a' +
  '01M8235;xoxb-\x0a' +
  '0000073;x\x00o\x00x\x00b\x00-\x0a' +
  '0100037=xoxp-\x0a' +
  '0000073;x\x00o\x00x\x00p\x00-\x0a' +
  '0100033=xapp-\x0a' +
  '0000073;x\x00a\x00p\x00p\x00-\x0a' +
  '01M6037;xoxs-\x0a' +
  '0000073:x\x00o\x00x\x00s\x00-\x0a' +
  '01M6037;xoxo-\x0a' +
  '0000073;x\x00o\x00x\x00o\x00-\x0a' +
  '01M8235;xoxc-\x0a' +
  '0000073;x\x00o\x00x\x00c\x00-\x0a' +
  '01000173xoxe-\x0a' +
  '0000073:x\x00o\x00x\x00e\x00-\x0a' +
  '01004133xoxe.xoxp-\x0a' +
  '00000A3;x\x00o\x00x\x00e\x00.\x00x\x00o\x00x\x00p\x00-\x0a' +
  '010087;5xoxe.xoxb-\x0a' +
  '00000A3;x\x00o\x00x\x00e\x00.\x00x\x00o\x00x\x00b\x00-\x0a' +
  '0100037;xoxa-\x0a' +
  '0000073;x\x00o\x00x\x00a\x00-\x0a' +
  '0100037;xoxr-\x0a' +
  '0000073:x\x00o\x00x\x00r\x00-\x0a' +
  '01NX235;xoxd-\x0a' +
  '0000073:x\x00o\x00x\x00d\x00-\x0a' +
  '00H8:373hooks.slack.com/services/\x0a' +
  '00006573h\x00o\x00o\x00k\x00s\x00.\x00s\x00l\x00a\x00c\x00k\x00.\x00c\x00o\x00m\x00/\x00s\x00e\x00r\x00v\x00i\x00c\x00e\x00s\x00/\x0a' +
  '00K9:?7<hooks.slack.com/workflows/\x0a' +
  '00006573h\x00o\x00o\x00k\x00s\x00.\x00s\x00l\x00a\x00c\x00k\x00.\x00c\x00o\x00m\x00/\x00w\x00o\x00r\x00k\x00f\x00l\x00o\x00w\x00s\x00/\x0a' +
  '00K8:C76hooks.slack.com/triggers/\x0a' +
  '00006573h\x00o\x00o\x00k\x00s\x00.\x00s\x00l\x00a\x00c\x00k\x00.\x00c\x00o\x00m\x00/\x00t\x00r\x00i\x00g\x00g\x00e\x00r\x00s\x00/\x0a' +
  '01HT21;2npm_\x0a' +
  '000021;3n\x00p\x00m\x00_\x0a' +
  '01GD017=SG.\x0a' +
  '000021;7S\x00G\x00.\x0a' +
  '01IX452;dop_v1_\x0a' +
  '0000:923d\x00o\x00p\x00_\x00v\x001\x00_\x0a' +
  '01IX452;doo_v1_\x0a' +
  '0000:923d\x00o\x00o\x00_\x00v\x001\x00_\x0a' +
  '01IX452;dor_v1_\x0a' +
  '0000:923d\x00o\x00r\x00_\x00v\x001\x00_\x0a' +
  '01GX>?7:pypi-AgEIcHlwaS5vcmc\x0a' +
  '0000DC3;p\x00y\x00p\x00i\x00-\x00A\x00g\x00E\x00I\x00c\x00H\x00l\x00w\x00a\x00S\x005\x00v\x00c\x00m\x00c\x0a' +
  '01GXBI7:pypi-AgENdGVzdC5weXBpLm9yZw\x0a' +
  '0000ba:3p\x00y\x00p\x00i\x00-\x00A\x00g\x00E\x00N\x00d\x00G\x00V\x00z\x00d\x00C\x005\x00w\x00e\x00X\x00B\x00p\x00L\x00m\x009\x00y\x00Z\x00w\x0a' +
  '01HX2303lin_api_\x0a' +
  '000065;3l\x00i\x00n\x00_\x00a\x00p\x00i\x00_\x0a' +
  '01HX83=3lin_oauth_\x0a' +
  '000065;3l\x00i\x00n\x00_\x00o\x00a\x00u\x00t\x00h\x00_\x0a' +
  '01HX21<2ntn_\x0a' +
  '0000053;n\x00t\x00n\x00_\x0a' +
  '01HX259<secret_\x0a' +
  '00004333s\x00e\x00c\x00r\x00e\x00t\x00_\x0a' +
  '01OP21=8dapi\x0a' +
  '0000033;d\x00a\x00p\x00i\x0a' +
  '00MA6?7?discord.com/api/webhooks/\x0a' +
  '0000PO7;d\x00i\x00s\x00c\x00o\x00r\x00d\x00.\x00c\x00o\x00m\x00/\x00a\x00p\x00i\x00/\x00w\x00e\x00b\x00h\x00o\x00o\x00k\x00s\x00/\x0a' +
  '00MAB9?7discordapp.com/api/webhooks/\x0a' +
  '0000VU7;d\x00i\x00s\x00c\x00o\x00r\x00d\x00a\x00p\x00p\x00.\x00c\x00o\x00m\x00/\x00a\x00p\x00i\x00/\x00w\x00e\x00b\x00h\x00o\x00o\x00k\x00s\x00/\x0a' +
  '01GO0126sb_secret_\x0a' +
  '00002123s\x00b\x00_\x00s\x00e\x00c\x00r\x00e\x00t\x00_\x0a' +
  '01IX452;sbp_v0_\x0a' +
  '0000:923s\x00b\x00p\x00_\x00v\x000\x00_\x0a' +
  '01PX0132sbp_\x0a' +
  '00002133s\x00b\x00p\x00_\x0a' +
  '01HP41<6shpat_\x0a' +
  '00002133s\x00h\x00p\x00a\x00t\x00_\x0a' +
  '01HP2156shpca_\x0a' +
  '00002133s\x00h\x00p\x00c\x00a\x00_\x0a' +
  '01HP2156shppa_\x0a' +
  '00002133s\x00h\x00p\x00p\x00a\x00_\x0a' +
  '01HP41=6shpss_\x0a' +
  '00002133s\x00h\x00p\x00s\x00s\x00_\x0a' +
  '0100235;PMAK-\x0a' +
  '000065;3P\x00M\x00A\x00K\x00-\x0a' +
  '01GV232=figd_\x0a' +
  '00004333f\x00i\x00g\x00d\x00_\x0a' +
  '01LX41;7eyJrIjoi\x0a' +
  '0000433;e\x00y\x00J\x00r\x00I\x00j\x00o\x00i\x0a' +
  '01LP0162glc_\x0a' +
  '00000333g\x00l\x00c\x00_\x0a' +
  '01HP036=glsa_\x0a' +
  '0000073;g\x00l\x00s\x00a\x00_\x0a' +
  '01GK232:dckr_pat_\x0a' +
  '0000433;d\x00c\x00k\x00r\x00_\x00p\x00a\x00t\x00_\x0a' +
  '01GP232:dckr_oat_\x0a' +
  '0000433;d\x00c\x00k\x00r\x00_\x00o\x00a\x00t\x00_\x0a' +
  '01HK235;NRAK-\x0a' +
  '000065;3N\x00R\x00A\x00K\x00-\x0a' +
  '01GI033=NRII-\x0a' +
  '0000073;N\x00R\x00I\x00I\x00-\x0a' +
  '01GI235:NRIQ-\x0a' +
  '000065;3N\x00R\x00I\x00Q\x00-\x0a' +
  '01IC2153NRJS-\x0a' +
  '0000433;N\x00R\x00J\x00S\x00-\x0a' +
  '01IC0133NRBR-\x0a' +
  '0000033;N\x00R\x00B\x00R\x00-\x0a' +
  '01IK033;NRAA-\x0a' +
  '0000073;N\x00R\x00A\x00A\x00-\x0a' +
  '01GX0137hvs.\x0a' +
  '000021;3h\x00v\x00s\x00.\x0a' +
  '01GX21;7hvb.\x0a' +
  '000021;3h\x00v\x00b\x00.\x0a' +
  '01IX037;xkeysib-\x0a' +
  '00000=3;x\x00k\x00e\x00y\x00s\x00i\x00b\x00-\x0a' +
  '01GX21<2vck_\x0a' +
  '00004323v\x00c\x00k\x00_\x0a' +
  '01GX0132vcp_\x0a' +
  '00000133v\x00c\x00p\x00_\x0a' +
  '01GX0152vca_\x0a' +
  '00000133v\x00c\x00a\x00_\x0a' +
  '01GX0132vci_\x0a' +
  '00000133v\x00c\x00i\x00_\x0a' +
  '01GX0122vcr_\x0a' +
  '00000133v\x00c\x00r\x00_\x0a' +
  '10Q08=;<secret_access_key\x0a' +
  '10Q0<;37secretaccesskey\x0a' +
  '10Q06=37secret-access-key\x0a' +
  '10Q08=;7secret access key\x0a' +
  '10Q0:176aws_secret_key\x0a' +
  '10Q00166awssecretkey\x0a' +
  '10Q00166aws.secretkey\x0a' +
  '10Q00166aws_secret\x0a' +
  '1000LK77s\x00e\x00c\x00r\x00e\x00t\x00_\x00a\x00c\x00c\x00e\x00s\x00s\x00_\x00k\x00e\x00y\x0a' +
  '1000HG77s\x00e\x00c\x00r\x00e\x00t\x00a\x00c\x00c\x00e\x00s\x00s\x00k\x00e\x00y\x0a' +
  '1000<;3:s\x00e\x00c\x00r\x00e\x00t\x00-\x00a\x00c\x00c\x00e\x00s\x00s\x00-\x00k\x00e\x00y\x0a' +
  '1000LK77s\x00e\x00c\x00r\x00e\x00t\x00 \x00a\x00c\x00c\x00e\x00s\x00s\x00 \x00k\x00e\x00y\x0a' +
  '10002173a\x00w\x00s\x00_\x00s\x00e\x00c\x00r\x00e\x00t\x00_\x00k\x00e\x00y\x0a' +
  '10002173a\x00w\x00s\x00s\x00e\x00c\x00r\x00e\x00t\x00k\x00e\x00y\x0a' +
  '10002173a\x00w\x00s\x00.\x00s\x00e\x00c\x00r\x00e\x00t\x00k\x00e\x00y\x0a' +
  '10002173a\x00w\x00s\x00_\x00s\x00e\x00c\x00r\x00e\x00t\x0a' +
  '10Q061<6cohere_k\x0a' +
  '10Q06136cohere_api_t\x0a' +
  '00Q067<;cohere.Client\x0a' +
  '00Q06;7;cohere.AsyncClient\x0a' +
  '10000=3;c\x00o\x00h\x00e\x00r\x00e\x00_\x00k\x0a' +
  '1000033;c\x00o\x00h\x00e\x00r\x00e\x00_\x00a\x00p\x00i\x00_\x00t\x0a' +
  '0000>=3;c\x00o\x00h\x00e\x00r\x00e\x00.\x00C\x00l\x00i\x00e\x00n\x00t\x0a' +
  '0000>=;3c\x00o\x00h\x00e\x00r\x00e\x00.\x00A\x00s\x00y\x00n\x00c\x00C\x00l\x00i\x00e\x00n\x00t\x0a' +
  '10Q067==mistral_k\x0a' +
  '10Q067==mistral_t\x0a' +
  '10Q067=3mistral_api_t\x0a' +
  '00Q06773MistralKey\x0a' +
  '10000?3;m\x00i\x00s\x00t\x00r\x00a\x00l\x00_\x00k\x0a' +
  '10000=3;m\x00i\x00s\x00t\x00r\x00a\x00l\x00_\x00t\x0a' +
  '10000=3;m\x00i\x00s\x00t\x00r\x00a\x00l\x00_\x00a\x00p\x00i\x00_\x00t\x0a' +
  '0000>=7;M\x00i\x00s\x00t\x00r\x00a\x00l\x00K\x00e\x00y\x0a' +
  '10Q065=7openai_k\x0a' +
  '00Q04567OpenAIKey\x0a' +
  '00Q04567openAIKey\x0a' +
  '00Q04573penaiKey\x0a' +
  '10Q0<;77subscription-key\x0a' +
  '10002=;;o\x00p\x00e\x00n\x00a\x00i\x00_\x00k\x0a' +
  '0000<;;;O\x00p\x00e\x00n\x00A\x00I\x00K\x00e\x00y\x0a' +
  '0000<;;;o\x00p\x00e\x00n\x00A\x00I\x00K\x00e\x00y\x0a' +
  '0000:977p\x00e\x00n\x00a\x00i\x00K\x00e\x00y\x0a' +
  '1000HG33s\x00u\x00b\x00s\x00c\x00r\x00i\x00p\x00t\x00i\x00o\x00n\x00-\x00k\x00e\x00y\x0a' +
  '10Q02177apikey\x0a' +
  '10Q02377api_key\x0a' +
  '10Q023=7api-key\x0a' +
  '10Q0237?api.key\x0a' +
  '10Q02177api key\x0a' +
  '10006577a\x00p\x00i\x00k\x00e\x00y\x0a' +
  '1000877;a\x00p\x00i\x00_\x00k\x00e\x00y\x0a' +
  '10006533a\x00p\x00i\x00-\x00k\x00e\x00y\x0a' +
  '10008777a\x00p\x00i\x00.\x00k\x00e\x00y\x0a' +
  '10008777a\x00p\x00i\x00 \x00k\x00e\x00y\x0a' +
  '0000016=AI"\x0a' +
  '0000016=AI\x27\x0a' +
  '0000016=AI`\x0a' +
  '0000016=AIz"\x0a' +
  '000021>=AIz\x27\x0a' +
  '000021>=AIz`\x0a' +
  '0000016=AQ"\x0a' +
  '0000016=AQ\x27\x0a' +
  '0000016=AQ`\x0a';
