from net import connect
é=connect("é",)