from net import Address, connect
é=connect(Address("é"),)