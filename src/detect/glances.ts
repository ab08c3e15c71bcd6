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
  '0110012=AQ.\x0a' +
  '0000034<A\x00Q\x00.\x0a' +
  '00000148QVEu\x0a' +
  '06000148QWI4\x0a' +
  '0B30012>FRL\x0a' +
  '070021>?kFiO\x0a' +
  '0D50012?BUS\x0a' +
  '080021>85BYj\x0a' +
  '00000114Q\x00V\x00E\x00u\x0a' +
  '0000054<Q\x00W\x00I\x004\x0a' +
  '0000014>F\x00R\x00L\x0a' +
  '00000344k\x00F\x00i\x00O\x0a' +
  '0000034<B\x00U\x00S\x0a' +
  '000021<45\x00B\x00Y\x00j\x0a' +
  '01000128%41\x0a' +
  '01000318%2541\x0a' +
  '0100013>\x5cu0041\x0a' +
  '01000338\x5cu{41\x0a' +
  '0100218>\x5cx41\x0a' +
  '01000348\x5cx{41\x0a' +
  '0100818>\x5cU00000041\x0a' +
  '0100013>\x5c101\x0a' +
  '01000133&#65;\x0a' +
  '01000523&amp;#65;\x0a' +
  '01000133&#065;\x0a' +
  '01000523&amp;#065;\x0a' +
  '0100016=&#x4\x0a' +
  '0100052=&amp;#x4\x0a' +
  '0100013=&#x0\x0a' +
  '0100052=&amp;#x0\x0a' +
  '0100013=&#X4\x0a' +
  '0100052=&amp;#X4\x0a' +
  '0100013=&#X0\x0a' +
  '0100052=&amp;#X0\x0a' +
  '0100012=A%5\x0a' +
  '0100012=A%2\x0a' +
  '0100012=A&#\x0a' +
  '0100012=A&a\x0a' +
  '010021>3A\x5cu005\x0a' +
  '0100012=A\x5cu{\x0a' +
  '010021:=A\x5cU0000005\x0a' +
  '0100012=A\x5cU{\x0a' +
  '0100012=A\x5cx5\x0a' +
  '0100012=A\x5cx{\x0a' +
  '0100012=A\x5c\x5c\x0a' +
  '0100012=A\x5c1\x0a' +
  '0100012=AQ%\x0a' +
  '0100012=AQ&\x0a' +
  '0100012=AQ\x5c\x0a' +
  '00000146%\x004\x001\x0a' +
  '00000546%\x002\x005\x004\x001\x0a' +
  '00000746\x5c\x00u\x000\x000\x004\x001\x0a' +
  '00000546\x5c\x00u\x00{\x004\x001\x0a' +
  '0000031<\x5c\x00x\x004\x001\x0a' +
  '00000516\x5c\x00x\x00{\x004\x001\x0a' +
  '00000?46\x5c\x00U\x000\x000\x000\x000\x000\x000\x004\x001\x0a' +
  '0000014>\x5c\x001\x000\x001\x0a' +
  '00006194&\x00#\x006\x005\x00;\x0a' +
  '0000>994&\x00a\x00m\x00p\x00;\x00#\x006\x005\x00;\x0a' +
  '00008194&\x00#\x000\x006\x005\x00;\x0a' +
  '0000@994&\x00a\x00m\x00p\x00;\x00#\x000\x006\x005\x00;\x0a' +
  '00004194&\x00#\x00x\x004\x0a' +
  '00002944&\x00a\x00m\x00p\x00;\x00#\x00x\x004\x0a' +
  '00004194&\x00#\x00x\x000\x0a' +
  '00002944&\x00a\x00m\x00p\x00;\x00#\x00x\x000\x0a' +
  '00004194&\x00#\x00X\x004\x0a' +
  '0000<994&\x00a\x00m\x00p\x00;\x00#\x00X\x004\x0a' +
  '00004194&\x00#\x00X\x000\x0a' +
  '0000<994&\x00a\x00m\x00p\x00;\x00#\x00X\x000\x0a' +
  '000021<4A\x00%\x005\x0a' +
  '000021<4A\x00%\x002\x0a' +
  '0000034<A\x00&\x00#\x0a' +
  '00000144A\x00&\x00a\x0a' +
  '00000146A\x00\x5c\x00u\x000\x000\x005\x0a' +
  '00000146A\x00\x5c\x00u\x00{\x0a' +
  '00000146A\x00\x5c\x00U\x000\x000\x000\x000\x000\x000\x005\x0a' +
  '00000146A\x00\x5c\x00U\x00{\x0a' +
  '00000144A\x00\x5c\x00x\x005\x0a' +
  '00000144A\x00\x5c\x00x\x00{\x0a' +
  '00000144A\x00\x5c\x00\x5c\x0a' +
  '00000146A\x00\x5c\x001\x0a' +
  '0000034<A\x00Q\x00%\x0a' +
  '0000034<A\x00Q\x00&\x0a' +
  '0000034<A\x00Q\x00\x5c\x0a' +
  '000023>865,81,46\x0a' +
  '0000438965, 81, 46\x0a' +
  '100027890x41,0x51,0x2e\x0a' +
  '100021830x41, 0x51, 0x2e\x0a' +
  '1000031941 51 2e\x0a' +
  '1000031941:51:2e\x0a' +
  '1000011441512e\x0a' +
  '00600144UVZFd\x0a' +
  '0G80011>FWRX\x0a' +
  '0D002194RVkV1\x0a' +
  '00900141UVdJN\x0a' +
  '0G:021>>FXST\x0a' +
  '0D002194RV0k0\x0a' +
  '00000148RlJM\x0a' +
  '0B90012>ZST\x0a' +
  '0D;00128GUk\x0a' +
  '00<02194a0ZpT\x0a' +
  '0M>021<2tGaU\x0a' +
  '0D000133rRmlP\x0a' +
  '000021=8QlVT\x0a' +
  '0B<00128JVU\x0a' +
  '0D?0012=CVV\x0a' +
  '003021?4NUJZa\x0a' +
  '0PA0014?VCWW\x0a' +
  '0R00032>1Qllq\x0a' +
  '005041;8QQBRAC\x0a' +
  '0B002134EAUQAu\x0a' +
  '0D30219?BAFEAL\x0a' +
  '0110012=AIza\x0a' +
  '00000344A\x00I\x00z\x00a\x0a' +
  '00602191QUl6Y\x0a' +
  '0700012?VN5\x0a' +
  '0BC0012>FJem\x0a' +
  '0800012>FTe\x0a' +
  '0D0021<?BSXph\x0a' +
  '0900012?hU3\x0a' +
  '00000144Q\x00U\x00l\x006\x00Y\x0a' +
  '00000114V\x00N\x005\x0a' +
  '0000054<F\x00J\x00e\x00m\x0a' +
  '0000014>F\x00T\x00e\x0a' +
  '00000144B\x00S\x00X\x00p\x00h\x0a' +
  '00000144h\x00U\x003\x0a' +
  '0100012=A%4\x0a' +
  '01000163A\x5cu004\x0a' +
  '0100012=A\x5cU0000004\x0a' +
  '0100016=A\x5cx4\x0a' +
  '0100012=AI%\x0a' +
  '0100012=AI&\x0a' +
  '0100012=AI\x5c\x0a' +
  '0100012=AIz%\x0a' +
  '0100012=AIz&\x0a' +
  '0100012=AIz\x5c\x0a' +
  '00000144A\x00%\x004\x0a' +
  '00000146A\x00\x5c\x00u\x000\x000\x004\x0a' +
  '00000146A\x00\x5c\x00U\x000\x000\x000\x000\x000\x000\x004\x0a' +
  '00000144A\x00\x5c\x00x\x004\x0a' +
  '0000034<A\x00I\x00%\x0a' +
  '0000034<A\x00I\x00&\x0a' +
  '0000034<A\x00I\x00\x5c\x0a' +
  '00000344A\x00I\x00z\x00%\x0a' +
  '00000344A\x00I\x00z\x00&\x0a' +
  '00000344A\x00I\x00z\x00\x5c\x0a' +
  '000023>865,73,122\x0a' +
  '0000438965, 73, 122\x0a' +
  '100021830x41,0x49,0x7a\x0a' +
  '100021830x41, 0x49, 0x7a\x0a' +
  '1000051941 49 7a\x0a' +
  '1000051941:49:7a\x0a' +
  '1000051941497a61\x0a' +
  '00D00143UVVsNl\x0a' +
  '0G00014>FVbDZZ\x0a' +
  '0D604194RVWw2W\x0a' +
  '0000010?Vk41\x0a' +
  '0G60012>ZON\x0a' +
  '0D800128WTj\x0a' +
  '00600128Rkplb\x0a' +
  '0BE0014>ZKZW\x0a' +
  '0D002399GSmVt\x0a' +
  '00000148RlRl\x0a' +
  '0B60012>ZUZ\x0a' +
  '0D800128GVG\x0a' +
  '00F0439>QlNYcG\x0a' +
  '0B00034>JTWHBo\x0a' +
  '0D9021>4CU1hwa\x0a' +
  '000021>2aFUz\x0a' +
  '0M<0012?hVM\x0a' +
  '0D?0012=oVT\x0a' +
  '00604198QQBJAHoAY\x0a' +
  '0BC041>0EASQB6AG\x0a' +
  '0D002798BAEkAegBh\x0a' +
  '0100012=sk-\x0a' +
  '00000144s\x00k\x00-\x0a' +
  '01GX012=sk-proj-\x0a' +
  '00000144s\x00k\x00-\x00p\x00r\x00o\x00j\x00-\x0a' +
  '01GX012=sk-svcacct-\x0a' +
  '00000144s\x00k\x00-\x00s\x00v\x00c\x00a\x00c\x00c\x00t\x00-\x0a' +
  '01GX012=sk-admin-\x0a' +
  '00000144s\x00k\x00-\x00a\x00d\x00m\x00i\x00n\x00-\x0a' +
  '01GX012=sk-ant-api03-\x0a' +
  '00000144s\x00k\x00-\x00a\x00n\x00t\x00-\x00a\x00p\x00i\x000\x003\x00-\x0a' +
  '01GX012=sk-ant-admin01-\x0a' +
  '00000144s\x00k\x00-\x00a\x00n\x00t\x00-\x00a\x00d\x00m\x00i\x00n\x000\x001\x00-\x0a' +
  '01GX012=sk-ant-oat01-\x0a' +
  '00000144s\x00k\x00-\x00a\x00n\x00t\x00-\x00o\x00a\x00t\x000\x001\x00-\x0a' +
  '01HX21=2gsk_\x0a' +
  '00002344g\x00s\x00k\x00_\x0a' +
  '01HX013<xai-\x0a' +
  '00000344x\x00a\x00i\x00-\x0a' +
  '01HR012?hf_\x0a' +
  '00000144h\x00f\x00_\x0a' +
  '01HR0133api_org_\x0a' +
  '00000344a\x00p\x00i\x00_\x00o\x00r\x00g\x00_\x0a' +
  '01IX012=sk-or-v1-\x0a' +
  '00000144s\x00k\x00-\x00o\x00r\x00-\x00v\x001\x00-\x0a' +
  '01HX232?pplx-\x0a' +
  '00006194p\x00p\x00l\x00x\x00-\x0a' +
  '01HU012=r8_\x0a' +
  '0000034<r\x008\x00_\x0a' +
  '01IP6193lsv2_pt_\x0a' +
  '000027<<l\x00s\x00v\x002\x00_\x00p\x00t\x00_\x0a' +
  '01IP61=3lsv2_sk_\x0a' +
  '000027<<l\x00s\x00v\x002\x00_\x00s\x00k\x00_\x0a' +
  '01HP0123tvly-\x0a' +
  '00006194t\x00v\x00l\x00y\x00-\x0a' +
  '01HP0123tvly-dev-\x0a' +
  '00006194t\x00v\x00l\x00y\x00-\x00d\x00e\x00v\x00-\x0a' +
  '01HP0123tvly-prod-\x0a' +
  '00006194t\x00v\x00l\x00y\x00-\x00p\x00r\x00o\x00d\x00-\x0a' +
  '01H5232=pcsk_\x0a' +
  '00004544p\x00c\x00s\x00k\x00_\x0a' +
  '01GX2339nvapi-\x0a' +
  '00000144n\x00v\x00a\x00p\x00i\x00-\x0a' +
  '01HX21=2csk-\x0a' +
  '0000234<c\x00s\x00k\x00-\x0a' +
  '01IX012=sk_\x0a' +
  '00000144s\x00k\x00_\x0a' +
  '01HF012=fw_\x0a' +
  '000023<<f\x00w\x00_\x0a' +
  '01GX45>;tgp_v1_\x0a' +
  '00002344t\x00g\x00p\x00_\x00v\x001\x00_\x0a' +
  '01GX032?jina_\x0a' +
  '00000144j\x00i\x00n\x00a\x00_\x0a' +
  '01JX67>;wandb_v1_\x0a' +
  '0000094<w\x00a\x00n\x00d\x00b\x00_\x00v\x001\x00_\x0a' +
  '01HX21?2llx-\x0a' +
  '00004194l\x00l\x00x\x00-\x0a' +
  '01IX0142e2b_\x0a' +
  '0000459<e\x002\x00b\x00_\x0a' +
  '01HT0133apify_api_\x0a' +
  '00000144a\x00p\x00i\x00f\x00y\x00_\x00a\x00p\x00i\x00_\x0a' +
  '01HX0329cfat_\x0a' +
  '00000144c\x00f\x00a\x00t\x00_\x0a' +
  '01HX0329cfut_\x0a' +
  '00000146c\x00f\x00u\x00t\x00_\x0a' +
  '01HX0122cfk_\x0a' +
  '00000144c\x00f\x00k\x00_\x0a' +
  '01GL45>>GOCSPX-\x0a' +
  '00006344G\x00O\x00C\x00S\x00P\x00X\x00-\x0a' +
  '01GX0144ya29.\x0a' +
  '0000074<y\x00a\x002\x009\x00.\x0a' +
  '01K@014=AKIA\x0a' +
  '00000144A\x00K\x00I\x00A\x0a' +
  '01K@014=ASIA\x0a' +
  '00000144A\x00S\x00I\x00A\x0a' +
  '01K@014=ABIA\x0a' +
  '00000144A\x00B\x00I\x00A\x0a' +
  '01K@014=ACCA\x0a' +
  '00000144A\x00C\x00C\x00A\x0a' +
  '01LX0549ABSKQmVkcm9ja0FQSUtleS\x0a' +
  '00000144A\x00B\x00S\x00K\x00Q\x00m\x00V\x00k\x00c\x00m\x009\x00j\x00a\x000\x00F\x00Q\x00S\x00U\x00t\x00l\x00e\x00S\x0a' +
  '01HT0138ghp_\x0a' +
  '00002344g\x00h\x00p\x00_\x0a' +
  '01HT0132gho_\x0a' +
  '0000254<g\x00h\x00o\x00_\x0a' +
  '01HT0132ghu_\x0a' +
  '0000254<g\x00h\x00u\x00_\x0a' +
  '01000132ghs_\x0a' +
  '0000254<g\x00h\x00s\x00_\x0a' +
  '01HT0142ghr_\x0a' +
  '0000254<g\x00h\x00r\x00_\x0a' +
  '01JT4332github_pat_\x0a' +
  '00000144g\x00i\x00t\x00h\x00u\x00b\x00_\x00p\x00a\x00t\x00_\x0a' +
  '01GD0138glpat-\x0a' +
  '00000144g\x00l\x00p\x00a\x00t\x00-\x0a' +
  '01GD0134gldt-\x0a' +
  '00000144g\x00l\x00d\x00t\x00-\x0a' +
  '01GD0134glrt-\x0a' +
  '00000144g\x00l\x00r\x00t\x00-\x0a' +
  '01IX0138glptt-\x0a' +
  '00000144g\x00l\x00p\x00t\x00t\x00-\x0a' +
  '01GD0334glsoat-\x0a' +
  '00000144g\x00l\x00s\x00o\x00a\x00t\x00-\x0a' +
  '01GD0134glft-\x0a' +
  '00000144g\x00l\x00f\x00t\x00-\x0a' +
  '01GI033?glimt-\x0a' +
  '00000144g\x00l\x00i\x00m\x00t\x00-\x0a' +
  '01GD0134glffct-\x0a' +
  '00000144g\x00l\x00f\x00f\x00c\x00t\x00-\x0a' +
  '01GD0738GR1348941\x0a' +
  '00002146G\x00R\x001\x003\x004\x008\x009\x004\x001\x0a' +
  '01000138glcbt-\x0a' +
  '00000144g\x00l\x00c\x00b\x00t\x00-\x0a' +
  '01H>012=sk_prod_\x0a' +
  '00000144s\x00k\x00_\x00p\x00r\x00o\x00d\x00_\x0a' +
  '01H>61>=rk_prod_\x0a' +
  '00000144r\x00k\x00_\x00p\x00r\x00o\x00d\x00_\x0a' +
  '01H>012=sk_live_\x0a' +
  '00000144s\x00k\x00_\x00l\x00i\x00v\x00e\x00_\x0a' +
  '01H>014=rk_live_\x0a' +
  '00000144r\x00k\x00_\x00l\x00i\x00v\x00e\x00_\x0a' +
  '01M8012<xoxb-\x0a' +
  '00000144x\x00o\x00x\x00b\x00-\x0a' +
  '0100012<xoxp-\x0a' +
  '00000144x\x00o\x00x\x00p\x00-\x0a' +
  '01000133xapp-\x0a' +
  '00000344x\x00a\x00p\x00p\x00-\x0a' +
  '01M6012<xoxs-\x0a' +
  '00000144x\x00o\x00x\x00s\x00-\x0a' +
  '01M6012<xoxo-\x0a' +
  '00000144x\x00o\x00x\x00o\x00-\x0a' +
  '01M8012<xoxc-\x0a' +
  '00000144x\x00o\x00x\x00c\x00-\x0a' +
  '0100012<xoxe-\x0a' +
  '00000144x\x00o\x00x\x00e\x00-\x0a' +
  '0100012<xoxe.xoxp-\x0a' +
  '00000144x\x00o\x00x\x00e\x00.\x00x\x00o\x00x\x00p\x00-\x0a' +
  '0100012<xoxe.xoxb-\x0a' +
  '00000144x\x00o\x00x\x00e\x00.\x00x\x00o\x00x\x00b\x00-\x0a' +
  '0100012<xoxa-\x0a' +
  '00000144x\x00o\x00x\x00a\x00-\x0a' +
  '0100012<xoxr-\x0a' +
  '00000144x\x00o\x00x\x00r\x00-\x0a' +
  '01NX012<xoxd-\x0a' +
  '00000144x\x00o\x00x\x00d\x00-\x0a' +
  '00H8092;hooks.slack.com/services/\x0a' +
  '00000144h\x00o\x00o\x00k\x00s\x00.\x00s\x00l\x00a\x00c\x00k\x00.\x00c\x00o\x00m\x00/\x00s\x00e\x00r\x00v\x00i\x00c\x00e\x00s\x00/\x0a' +
  '00K9092;hooks.slack.com/workflows/\x0a' +
  '00000144h\x00o\x00o\x00k\x00s\x00.\x00s\x00l\x00a\x00c\x00k\x00.\x00c\x00o\x00m\x00/\x00w\x00o\x00r\x00k\x00f\x00l\x00o\x00w\x00s\x00/\x0a' +
  '00K8092;hooks.slack.com/triggers/\x0a' +
  '00000144h\x00o\x00o\x00k\x00s\x00.\x00s\x00l\x00a\x00c\x00k\x00.\x00c\x00o\x00m\x00/\x00t\x00r\x00i\x00g\x00g\x00e\x00r\x00s\x00/\x0a' +
  '01HT2192npm_\x0a' +
  '00000144n\x00p\x00m\x00_\x0a' +
  '01GD012=SG.\x0a' +
  '0000034<S\x00G\x00.\x0a' +
  '01IX45>;dop_v1_\x0a' +
  '00006144d\x00o\x00p\x00_\x00v\x001\x00_\x0a' +
  '01IX45>;doo_v1_\x0a' +
  '00006144d\x00o\x00o\x00_\x00v\x001\x00_\x0a' +
  '01IX45>;dor_v1_\x0a' +
  '000041<4d\x00o\x00r\x00_\x00v\x001\x00_\x0a' +
  '01GX2939pypi-AgEIcHlwaS5vcmc\x0a' +
  '00002344p\x00y\x00p\x00i\x00-\x00A\x00g\x00E\x00I\x00c\x00H\x00l\x00w\x00a\x00S\x005\x00v\x00c\x00m\x00c\x0a' +
  '01GX2;39pypi-AgENdGVzdC5weXBpLm9yZw\x0a' +
  '00002344p\x00y\x00p\x00i\x00-\x00A\x00g\x00E\x00N\x00d\x00G\x00V\x00z\x00d\x00C\x005\x00w\x00e\x00X\x00B\x00p\x00L\x00m\x009\x00y\x00Z\x00w\x0a' +
  '01HX2509lin_api_\x0a' +
  '00004194l\x00i\x00n\x00_\x00a\x00p\x00i\x00_\x0a' +
  '01HX23?4lin_oauth_\x0a' +
  '00004194l\x00i\x00n\x00_\x00o\x00a\x00u\x00t\x00h\x00_\x0a' +
  '01HX21?2ntn_\x0a' +
  '00000144n\x00t\x00n\x00_\x0a' +
  '01HX25<9secret_\x0a' +
  '00000944s\x00e\x00c\x00r\x00e\x00t\x00_\x0a' +
  '01OP2198dapi\x0a' +
  '00002344d\x00a\x00p\x00i\x0a' +
  '00MA<=89discord.com/api/webhooks/\x0a' +
  '000041<4d\x00i\x00s\x00c\x00o\x00r\x00d\x00.\x00c\x00o\x00m\x00/\x00a\x00p\x00i\x00/\x00w\x00e\x00b\x00h\x00o\x00o\x00k\x00s\x00/\x0a' +
  '00MA@798discordapp.com/api/webhooks/\x0a' +
  '000041<4d\x00i\x00s\x00c\x00o\x00r\x00d\x00a\x00p\x00p\x00.\x00c\x00o\x00m\x00/\x00a\x00p\x00i\x00/\x00w\x00e\x00b\x00h\x00o\x00o\x00k\x00s\x00/\x0a' +
  '01GO859<sb_secret_\x0a' +
  '0000031<s\x00b\x00_\x00s\x00e\x00c\x00r\x00e\x00t\x00_\x0a' +
  '01IX0132sbp_v0_\x0a' +
  '00000314s\x00b\x00p\x00_\x00v\x000\x00_\x0a' +
  '01PX0132sbp_\x0a' +
  '00000314s\x00b\x00p\x00_\x0a' +
  '01HP419=shpat_\x0a' +
  '00000344s\x00h\x00p\x00a\x00t\x00_\x0a' +
  '01HP41?=shpca_\x0a' +
  '00000344s\x00h\x00p\x00c\x00a\x00_\x0a' +
  '01HP41?=shppa_\x0a' +
  '00000344s\x00h\x00p\x00p\x00a\x00_\x0a' +
  '01HP219=shpss_\x0a' +
  '00000344s\x00h\x00p\x00s\x00s\x00_\x0a' +
  '010023;=PMAK-\x0a' +
  '00004544P\x00M\x00A\x00K\x00-\x0a' +
  '01GV232>figd_\x0a' +
  '00004144f\x00i\x00g\x00d\x00_\x0a' +
  '01LX4194eyJrIjoi\x0a' +
  '00002;44e\x00y\x00J\x00r\x00I\x00j\x00o\x00i\x0a' +
  '01LP0138glc_\x0a' +
  '00000144g\x00l\x00c\x00_\x0a' +
  '01HP033?glsa_\x0a' +
  '00000144g\x00l\x00s\x00a\x00_\x0a' +
  '01GK2134dckr_pat_\x0a' +
  '00002344d\x00c\x00k\x00r\x00_\x00p\x00a\x00t\x00_\x0a' +
  '01GP2134dckr_oat_\x0a' +
  '00002344d\x00c\x00k\x00r\x00_\x00o\x00a\x00t\x00_\x0a' +
  '01HK23;=NRAK-\x0a' +
  '000021<6N\x00R\x00A\x00K\x00-\x0a' +
  '01GI032?NRII-\x0a' +
  '000021<4N\x00R\x00I\x00I\x00-\x0a' +
  '01GI032?NRIQ-\x0a' +
  '000021<4N\x00R\x00I\x00Q\x00-\x0a' +
  '01IC0124NRJS-\x0a' +
  '000021<4N\x00R\x00J\x00S\x00-\x0a' +
  '01IC032?NRBR-\x0a' +
  '00002144N\x00R\x00B\x00R\x00-\x0a' +
  '01IK032>NRAA-\x0a' +
  '000021<6N\x00R\x00A\x00A\x00-\x0a' +
  '01GX012?hvs.\x0a' +
  '00000144h\x00v\x00s\x00.\x0a' +
  '01GX012?hvb.\x0a' +
  '00000143h\x00v\x00b\x00.\x0a' +
  '01IX0349xkeysib-\x0a' +
  '0000014<x\x00k\x00e\x00y\x00s\x00i\x00b\x00-\x0a' +
  '01GX21=;vck_\x0a' +
  '00002344v\x00c\x00k\x00_\x0a' +
  '01GX013;vcp_\x0a' +
  '00002344v\x00c\x00p\x00_\x0a' +
  '01GX017;vca_\x0a' +
  '0000254<v\x00c\x00a\x00_\x0a' +
  '01GX013;vci_\x0a' +
  '00002344v\x00c\x00i\x00_\x0a' +
  '01GX014;vcr_\x0a' +
  '0000254<v\x00c\x00r\x00_\x0a' +
  '10Q02=<4secret_access_key\x0a' +
  '10Q02;<4secretaccesskey\x0a' +
  '10Q02=<4secret-access-key\x0a' +
  '10Q02=<4secret access key\x0a' +
  '10Q061<2aws_secret_key\x0a' +
  '10Q08142awssecretkey\x0a' +
  '10Q061<2aws.secretkey\x0a' +
  '10Q061<2aws_secret\x0a' +
  '1000094<s\x00e\x00c\x00r\x00e\x00t\x00_\x00a\x00c\x00c\x00e\x00s\x00s\x00_\x00k\x00e\x00y\x0a' +
  '1000094<s\x00e\x00c\x00r\x00e\x00t\x00a\x00c\x00c\x00e\x00s\x00s\x00k\x00e\x00y\x0a' +
  '1000094<s\x00e\x00c\x00r\x00e\x00t\x00-\x00a\x00c\x00c\x00e\x00s\x00s\x00-\x00k\x00e\x00y\x0a' +
  '1000094<s\x00e\x00c\x00r\x00e\x00t\x00 \x00a\x00c\x00c\x00e\x00s\x00s\x00 \x00k\x00e\x00y\x0a' +
  '1000054<a\x00w\x00s\x00_\x00s\x00e\x00c\x00r\x00e\x00t\x00_\x00k\x00e\x00y\x0a' +
  '10004?4<a\x00w\x00s\x00s\x00e\x00c\x00r\x00e\x00t\x00k\x00e\x00y\x0a' +
  '100045<<a\x00w\x00s\x00.\x00s\x00e\x00c\x00r\x00e\x00t\x00k\x00e\x00y\x0a' +
  '1000054<a\x00w\x00s\x00_\x00s\x00e\x00c\x00r\x00e\x00t\x0a' +
  '10Q06192cohere_k\x0a' +
  '10Q0:1>2cohere_api_t\x0a' +
  '00Q06192cohere.Client\x0a' +
  '00Q06192cohere.AsyncClient\x0a' +
  '10008;4<c\x00o\x00h\x00e\x00r\x00e\x00_\x00k\x0a' +
  '10008;4<c\x00o\x00h\x00e\x00r\x00e\x00_\x00a\x00p\x00i\x00_\x00t\x0a' +
  '00000144c\x00o\x00h\x00e\x00r\x00e\x00.\x00C\x00l\x00i\x00e\x00n\x00t\x0a' +
  '00000144c\x00o\x00h\x00e\x00r\x00e\x00.\x00A\x00s\x00y\x00n\x00c\x00C\x00l\x00i\x00e\x00n\x00t\x0a' +
  '10Q067>>mistral_k\x0a' +
  '10Q067>>mistral_t\x0a' +
  '10Q06;>>mistral_api_t\x0a' +
  '00Q0674>MistralKey\x0a' +
  '1000454<m\x00i\x00s\x00t\x00r\x00a\x00l\x00_\x00k\x0a' +
  '1000454<m\x00i\x00s\x00t\x00r\x00a\x00l\x00_\x00t\x0a' +
  '1000454<m\x00i\x00s\x00t\x00r\x00a\x00l\x00_\x00a\x00p\x00i\x00_\x00t\x0a' +
  '00004144M\x00i\x00s\x00t\x00r\x00a\x00l\x00K\x00e\x00y\x0a' +
  '10Q065>?openai_k\x0a' +
  '00Q04564OpenAIKey\x0a' +
  '00Q04564openAIKey\x0a' +
  '00Q04346penaiKey\x0a' +
  '10Q041<3subscription-key\x0a' +
  '10008;4<o\x00p\x00e\x00n\x00a\x00i\x00_\x00k\x0a' +
  '00006194O\x00p\x00e\x00n\x00A\x00I\x00K\x00e\x00y\x0a' +
  '00006194o\x00p\x00e\x00n\x00A\x00I\x00K\x00e\x00y\x0a' +
  '00004744p\x00e\x00n\x00a\x00i\x00K\x00e\x00y\x0a' +
  '10000?4<s\x00u\x00b\x00s\x00c\x00r\x00i\x00p\x00t\x00i\x00o\x00n\x00-\x00k\x00e\x00y\x0a' +
  '10Q00133apikey\x0a' +
  '10Q00136api_key\x0a' +
  '10Q00133api-key\x0a' +
  '10Q00133api.key\x0a' +
  '10Q00133api key\x0a' +
  '1000654<a\x00p\x00i\x00k\x00e\x00y\x0a' +
  '1000054<a\x00p\x00i\x00_\x00k\x00e\x00y\x0a' +
  '1000874<a\x00p\x00i\x00-\x00k\x00e\x00y\x0a' +
  '1000854<a\x00p\x00i\x00.\x00k\x00e\x00y\x0a' +
  '1000874<a\x00p\x00i\x00 \x00k\x00e\x00y\x0a' +
  '0000012=AI"\x0a' +
  '0000012=AI\x27\x0a' +
  '0000012=AI`\x0a' +
  '0000012=AIz"\x0a' +
  '0000012=AIz\x27\x0a' +
  '0000012=AIz`\x0a' +
  '0000012=AQ"\x0a' +
  '0000012=AQ\x27\x0a' +
  '0000012=AQ`\x0a';
