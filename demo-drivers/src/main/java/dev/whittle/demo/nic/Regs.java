package dev.whittle.demo.nic;

/** Register offsets and bits of the 8254x family, named as in Intel's manuals. */
final class Regs {
    static final int CTRL = 0x0000;
    static final int STATUS = 0x0008;
    static final int EECD = 0x0010;
    static final int EERD = 0x0014;
    static final int CTRL_EXT = 0x0018;
    static final int MDIC = 0x0020;
    static final int FCAL = 0x0028;
    static final int FCAH = 0x002c;
    static final int FCT = 0x0030;
    static final int VET = 0x0038;
    static final int ICR = 0x00c0;
    static final int ITR = 0x00c4;
    static final int IMS = 0x00d0;
    static final int IMC = 0x00d8;
    static final int IAM = 0x00e0;
    static final int RCTL = 0x0100;
    static final int FCTTV = 0x0170;
    static final int TCTL = 0x0400;
    static final int TIPG = 0x0410;
    static final int EXTCNF_CTRL = 0x0f00;
    static final int PBA = 0x1000;
    static final int FCRTL = 0x2160;
    static final int FCRTH = 0x2168;
    static final int RDBAL = 0x2800;
    static final int RDBAH = 0x2804;
    static final int RDLEN = 0x2808;
    static final int RDH = 0x2810;
    static final int RDT = 0x2818;
    static final int RDTR = 0x2820;
    static final int RXDCTL = 0x2828;
    static final int RADV = 0x282c;
    static final int TDBAL = 0x3800;
    static final int TDBAH = 0x3804;
    static final int TDLEN = 0x3808;
    static final int TDH = 0x3810;
    static final int TDT = 0x3818;
    static final int TIDV = 0x3820;
    static final int TXDCTL = 0x3828;
    static final int TADV = 0x382c;
    static final int TARC0 = 0x3840;
    static final int RXCSUM = 0x5000;
    static final int RFCTL = 0x5008;
    static final int MTA = 0x5200;
    static final int RAL = 0x5400;
    static final int RAH = 0x5404;
    static final int VFTA = 0x5600;
    static final int MANC = 0x5820;
    static final int GCR = 0x5b00;

    static final int MDIO_SOFTWARE = 1 << 5;

    static final int CTRL_FD = 1;
    static final int CTRL_ASDE = 1 << 5;
    static final int CTRL_SLU = 1 << 6;
    static final int CTRL_RST = 1 << 26;
    static final int CTRL_VME = 1 << 30;

    static final int ICR_TXDW = 1;
    static final int ICR_TXQE = 1 << 1;
    static final int ICR_LSC = 1 << 2;
    static final int ICR_RXSEQ = 1 << 3;
    static final int ICR_RXDMT0 = 1 << 4;
    static final int ICR_RXO = 1 << 6;
    static final int ICR_RXT0 = 1 << 7;
    static final int ICR_TXD_LOW = 1 << 15;
    static final int ICR_RXQ0 = 1 << 20;
    static final int ICR_TXQ0 = 1 << 22;
    static final int ICR_OTHER = 1 << 24;

    static final int RX_DD = 1;
    static final int RX_EOP = 1 << 1;
    static final int RX_IXSM = 1 << 2;
    static final int RX_VP = 1 << 3;
    static final int RX_UDPCS = 1 << 4;
    static final int RX_TCPCS = 1 << 5;
    static final int RX_IPCS = 1 << 6;
    static final int RX_PIF = 1 << 7;
    static final int RX_STAMP = 1 << 8;

    static final int ERR_CE = 1;
    static final int ERR_SE = 1 << 1;
    static final int ERR_SEQ = 1 << 2;
    static final int ERR_CXE = 1 << 4;
    static final int ERR_TCPE = 1 << 5;
    static final int ERR_IPE = 1 << 6;
    static final int ERR_RXE = 1 << 7;

    static final int TX_EOP = 1 << 24;
    static final int TX_IFCS = 1 << 25;
    static final int TX_RS = 1 << 27;
    static final int TX_RPS = 1 << 28;
    static final int TX_DEXT = 1 << 29;
    static final int TX_VLE = 1 << 30;
    static final int TX_IDE = 1 << 31;
    static final int TX_DATA = 1 << 20;

    private Regs() {}
}
