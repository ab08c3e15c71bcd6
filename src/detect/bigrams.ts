/**
 * Written by scripts/train-bigrams.js from 176226 distinct names and words: do not edit.
 *
 * 64 rows of 64 cells. Row: the symbol before, column: the symbol now; symbols are a–z, A–Z, 0–9, any
 * other character, and the edge of the token. A cell is how surprising the pair is in source text, in
 * fifths of a bit, as a character from `(` on (the backslash is left out).
 */
export const STEPS_PER_BIT = 5;

export const CELLS =
  'bB;@_O=`D]M9;:q?h7<4FJMLGUgj]dWerjdtcbddb`k`V^dcnvtvpfckreownnDF' +
  '9RQU6eMm9=P5T[8Qp@?N8f_mIgWiU[ZUTmUw^[Z_]XwSNVgiajpwd^_diiim`i;G' +
  ':cFZ6fi8BT;;Yd6^[>@6DcciOSXZSUYWdfSo]VUYWRwWTQbabvqwefdbmhgnlkDF' +
  '?YWC1[Tb9X^GZS?XjIFP=Y``J]JMFIGIYTG[WKJKJFbKFDRORqfiebWbfgnnfo89' +
  'BM==MCL^RQVCA8UHM79=UIO@M]MQJMKKYWLTZPLKLK`LHJVQNokspaVfmkfppt:;' +
  ':bWY8>[s1skBcU6hsB<AC`bbHgSYMTRRmdR^ZWXPSQgXNO^`cmhsc]`difgibf?B' +
  'FUXe1fGC;ogCH9JbrC??=YjlY`QRFOHHZXKb^LPMMLePLLWXSwffoaVgmrfwiw8;' +
  '6_ad5ddn4bfOKS<`[EJ9AhgwRgRVGPQOa^QdYSQFNO`PKLJYVhjwte]ilnbptw>7' +
  '@G=B@D>gccP;A46FYB89[EfK`EmifkinwwqvvekwbswngvvwowwwwihtvwwwwwMJ' +
  'Cd^S.ahdHpW[VQ?SKT/QE`dWhh^ph^h``phphaphaaappddd`hdpd^ZadhhhdpFA' +
  '<VOQ1PK`:cbE[DDRbO;DG^QcPfLQHMIJQYGQ^MJOLJXJDEQTUncnu`ajfjujjg99' +
  '8OY@1RZ`8mP<XW:Ni^E@>DYoClSYMSNRaXTc[TQTRNiSNKbZYomwweainrtwqw@@' +
  '7=[T0bUo;R_H@P;7oTIVGendVhUXQQPTb^T[fURYTRhUQP^Y^wwwwe^bgs_wwo>C' +
  '=`=:=@:[BZIJKF<MaW95IG]wO^RSLRNOaYPXZSSSMOhQMK^ZWihmwfZbwtteww<;' +
  'LH@:YKJeMIG==2G>o5?@?HCS^QWXQSTWa_T_fXVX[UiUOVRT_sgmwlcswwvvwwDG' +
  '8`WG2`^LB_Z<OU8Bl8>8AcicSmZ]QWXTabTi]R[ZTUkVQT]^_qouocSjiqqqwkBB' +
  'jj^ZjjbbZj^FSj^WbO^W)ZNjbjYjjjj^^jYj^^ZbjW^jbbjjZjjbbjbbjjjjjj@J' +
  '8XBH4PC_;sIKEF9WgA?:EJWlBXRXJQKP^VPf]USPMPjRMM]_YolrweYnrwtvtw;=' +
  'F]EX8M]D<eLNTU?DbN<7DVXOI]NSKNLN[]MW_TPPJNeNKKWWPvkqvbRbhhjtsw36' +
  ';iGW5Z^;6mgQS[>El??BElXX@dLRHLILYTKXWNMMLKcLGHUVVjipq`Varqdwew9;' +
  'CACD:GAg@SU5>8O>s699j]cS[]mwkbohwwjwwwfwkmwwwqosswsw[i]swwswkqML' +
  '5eTZ-lJl5oeWSXDawTUVLgbcUc_[[[U]o_Zid`]_W[l]XWg]iwiwPKQb^^Y`Vb=F' +
  '5Y`Q9`O@7aaLd::Pl<=VXtD[J[MPJOHIZUJW]IPKMLfIEGMTY[^ttf_Qttttht;@' +
  'JaB]?ZiW>igZS_[1obW1^doWJ[IRKQMMfZHaEPVNEOkPJKS`UwkdORSVZXTZER;=' +
  'NMMZKPTbM_VD<<I1rZBM^aEwgWIMGLGKPRJcUMMHHHfKEGQSQijrj]Ijrwrwww77' +
  '9QPN-_PQ6_TGNBCNbYPQDYIb@FVeb_eemmbbmmmbm_]mmbembbmbVbeb_mmmmmA@' +
  'cE9>_BLdga[;J9gFj669@QF`cd`VPQ[RPg_jcMKLgArMFHU_ZZjrc_ZX`gc`WcAJ' +
  '9^^b9nf`5`f:nf9`f9nb5nfb;fLYTVHVNZS]`KbbLn`LUVMYbbS`^]`]VSWYPVIG' +
  '6dkbPnv7QXv:de-YvGN`EkcvUkS_]PO`eURcXUPeMUkPDObnvdcna`cd^hhd]hPR' +
  '<ahf/lft1flthh8ttM[NDbflIhLNXXJUfYNbt_YbIal^XZ^ltaZh[b[`ZX^YZ]CG' +
  '>g^IuJiuQmb6>6^^E;EZb;i1iuTRLJ]NXigeuUUIYUZGARdWiPZu`g`giigmagCD' +
  '=j`]Grgj.j`;jH5rr8Lr9jjrrgTbd[NN_jJjrXdgQrj_QQdbgrgr^bbabgjj[[QK' +
  'ChUh2hh`CYh3``GYY4hhGh``hUEGIRCENTGhh>NI]J`LHINW`WYh```h`hhh`hBG' +
  '3^iX3aii;iaaGa4XaSi=RiiaNZEii^Kaa^UaaXKaF^iIV8Ti^Xa^XaaZiaiaiiHI' +
  'ckQ8kEIcVskZ5-h_s[@>ekcsksYUOGPSRsSksRVGMNhTTPhZs[shhsssckkkssBM' +
  '=hh`Jh``Yh`h[`Jh`h.UHh``h`hhTWYh[hhh[`hhY`[h-hRhhh````hhhY`[hhRR' +
  'Kggg-g[U0g[E_JAggXg_W[g_ggWgX_IgUIU_gggT[_g[Sg[XggWg_gggg[g_[gGN' +
  ':d_h6bd`.hhbpp4dh`UbZ]hddpLVQNCNpPHphONdJPTTJJNSbp_hhp]hhpphhpDD' +
  '1`ff5iii=qiqqi0iqiLqEqq_VfIZ^RGUqfMiq?PfSMbRV_bcqiqqqqqqicqqiiLO' +
  '0ksk;gksUkkkas.XsgYY>sgsgkMkYMLYLkYs_`k^P^ekLK]WsggaseekkkksssGH' +
  'b:OXg6csssWOU;k.s8WR?DK^sc^UPPQYXe`kRRHESPeJOPRaTsgkssksgsssgkSW' +
  '0fttA[lRJt[>ha9tl/RdEZll^dRt^^KttYCldTlhUWhPXOSbtl`tt`ahllthttRY' +
  'UO^^U^UUM^^UU^U^UUU^*U?L^^UMORRR^U^UMIRRUU^UMR>^U^^^^^^O^UO^^UIF' +
  '<s^k,k^cHsggek>[sk[R7gksgsOsTY@[PcIe^FWgO[sLQF__ssXgssssssscekEL' +
  'Gw<f8woE<oOHTI;;_WX3?NNw8oT`MALXdTNb^UPTLReSCFWHdI[hwlToiZifwlDK' +
  '9vfv8jv=>vvf]n5vv:NcLh[d0jKfHnIYcQOvjXDfU[vOEQfjcvOjnvjjhhnnnnGP' +
  '_meeamemF_e_Q1m;e:/HeeemX]VK]VP]PaEmeLNMPPe>LHZeameeaemmmmememTT' +
  '._Zc:ckc8kcVSkBkckX_6ckcR_NMScHM<OG]kRL_IT_VLL__cc_kkQ]k_k_cV_QP' +
  '5eem7mm?.emea]8_e<QammemOaS_eWKm__VamaaTT_emRUaammmmemmemmmmm_WT' +
  'T]]LP]TTTT]]LLHT]TTTPPTP]]EKDP@I]NDPT]:LC?TKA9]NNG]]PNPPPH]]]T07' +
  ':[SS=MS[6S[[SK;SSOSSI[SOS[MS[[SIOO[[[[HMB9[[?[S[H[[[IO[S[SOO[[74' +
  '8PGG2LLP<HGHGH>LXXPJ:PJPPLPXXXPPXXPPXXXPXXXXJXXGLPXXLXXXXPXXXL8<' +
  'ZTT_XUphpp^`V_^^bbdbpZb:dhXRVU^_dhphbphhp^phdhp^ppph8<=ABABCEB05' +
  'aa_XTVgccgccXggcocgoaggcY_ZZ^__ZacaocooogogaZagccooo:;:==>=@>@26' +
  'YZ]WWUdp[^hpZhpbpdTY[phVhhOS^G`WhbdppUpdp[pKTbbpppph9BA>>>??@F03' +
  'SXKLZNW]]]aiUVaZiWiPXiaQiaRNSJWPiia]]]iiVaiia]iZXaai=>9=>>>?>>53' +
  'VWVWPO``VW]]Q`hhhh]hV`hT]]JOMJURhhhhYOYh`]``YhYRUh`h8<??@>@@>?52' +
  'YYTiTPaaaaaiU]]a]Ui]iaiXaiYTPa]Sii]iaXiiXiiaiaiaiiia68?>@?<A?@63' +
  'T[UYVN^bYj[[Obb^b[bYY^WYjjLNbYQYj[^[^Q^jYjjjjVbjjjbb:;:<8?:?A?:4' +
  'UPNQTPYfY^ffW^WffRYfffYfY^YYUTUNf^ff^W^^^ffff^^ffYff7>>?>?>?>?61' +
  'RYRSRYVYVhhhPSh`h]XhVh]U`hFGBDKMh`X`X`h]]]``X`hShh`h7@=@>@?@<@63' +
  'PXPXST_g[g[gTT_[_gUgg_g__VVSSX[V_gggVgggX_gg[g_gXgg_8>=>A5@C><92' +
  '?B<@?ACF>JOB@BA>V@==FHFXU`NUMQRVZ^UVbYVNUTfOOOP^RmkdFGLTUVQYYS>7' +
  '?C;?>AAA=PNDB?A>U>;:EFGWTSJNGEJNSQLSWRLIPJ_GFJMSPbc[LJLXXWQ[VTww';
