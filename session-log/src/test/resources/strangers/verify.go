// Checks a session log with Go's own transparency log libraries and no code of Affidavit.
//
//	go run verify.go log log.vkey 2                    record 2, from the log's folder
//	go run verify.go -tiles log log.vkey 2 1           record 2, and that the log goes on from its first one
//	go run verify.go -proof 2.tlog-proof log.vkey 2.json   a leaf, from a C2SP tlog-proof
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 5 && os.Args[1] == "-proof" {
		fromProof(read(os.Args[2]), os.Args[3], read(os.Args[4]))
		return
	}
	if len(os.Args) == 6 && os.Args[1] == "-tiles" {
		index, err := strconv.ParseInt(os.Args[4], 10, 64)
		must(err)
		fromTiles(os.Args[2], os.Args[3], index, os.Args[5])
		return
	}
	if len(os.Args) != 4 {
		log.Fatal("usage: verify LOG VKEY INDEX | verify -tiles LOG VKEY INDEX OLD | verify -proof PROOF VKEY LEAF")
	}
	index, err := strconv.ParseInt(os.Args[3], 10, 64)
	must(err)
	fromFolder(os.Args[1], os.Args[2], index)
}

// fromFolder builds the tree over the segments' leaves and proves one of them against the checkpoint.
func fromFolder(folder, vkey string, index int64) {
	tree := open(read(filepath.Join(folder, "checkpoint")), vkey)
	var hashes []tlog.Hash
	var leaf []byte
	reader := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(at))
		for i, n := range at {
			found[i] = hashes[n]
		}
		return found, nil
	})
	n := int64(0)
	segments, err := filepath.Glob(filepath.Join(folder, "segments", "*.seg"))
	must(err)
	for _, segment := range segments {
		for data := read(segment)[100:]; len(data) > 0 && n < tree.N; n++ {
			length := int(binary.BigEndian.Uint32(data))
			stored, err := tlog.StoredHashes(n, data[16:16+length], reader)
			must(err)
			hashes = append(hashes, stored...)
			if n == index {
				leaf = data[16 : 16+length]
			}
			data = data[length+20:]
		}
	}
	root, err := tlog.TreeHash(tree.N, reader)
	must(err)
	if n != tree.N || root != tree.Hash {
		log.Fatal("the records are NOT those that were signed")
	}
	proof, err := tlog.ProveRecord(tree.N, index, reader)
	must(err)
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)))
	fmt.Printf("record %d of %d is as it was signed\n", index, tree.N)
}

// tileFolder reads C2SP tlog-tiles, whose height is always 8 and not in their names.
type tileFolder string

func (folder tileFolder) Height() int { return 8 }

func (folder tileFolder) SaveTiles([]tlog.Tile, [][]byte) {}

func (folder tileFolder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range tiles {
		data, err := folder.read(tile, tile.Path()[len("tile/8/"):])
		if err != nil {
			return nil, err
		}
		if len(data) < tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s is cut short", tile.Path())
		}
		read = append(read, data[:tile.W*tlog.HashSize])
	}
	return read, nil
}

// read takes the full tile where the shorter one is gone.
func (folder tileFolder) read(tile tlog.Tile, path string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(string(folder), path))
	if os.IsNotExist(err) {
		path, _, _ = strings.Cut(path, ".p/")
		data, err = os.ReadFile(filepath.Join(string(folder), path))
	}
	return data, err
}

// leaf takes one from its bundle, in which each is behind its length.
func (folder tileFolder) leaf(tree tlog.Tree, index int64) []byte {
	tile := tlog.Tile{H: 8, N: index / 256, W: 256}
	if left := tree.N - tile.N*256; left < 256 {
		tile.W = int(left)
	}
	data, err := folder.read(tile, "entries"+tile.Path()[len("tile/8/0"):])
	must(err)
	for at := index % 256; ; at-- {
		length := binary.BigEndian.Uint16(data)
		if at == 0 {
			return data[2 : 2+length]
		}
		data = data[2+length:]
	}
}

// fromTiles needs no segment: it proves a record, and that the log goes on from an older checkpoint.
func fromTiles(folder, vkey string, index int64, old string) {
	tree := open(read(filepath.Join(folder, "checkpoint")), vkey)
	older := open(read(filepath.Join(folder, "checkpoints", old)), vkey)
	tiles := tileFolder(filepath.Join(folder, "tile"))
	reader := tlog.TileHashReader(tree, tiles)
	proof, err := tlog.ProveRecord(tree.N, index, reader)
	must(err)
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(tiles.leaf(tree, index))))
	fmt.Printf("record %d of %d is as it was signed\n", index, tree.N)
	growth, err := tlog.ProveTree(tree.N, older.N, reader)
	must(err)
	must(tlog.CheckTree(growth, tree.N, tree.Hash, older.N, older.Hash))
	fmt.Printf("the log of %d records begins with that of %d\n", tree.N, older.N)
}

// fromProof needs no log: a C2SP tlog-proof holds the path and the checkpoint.
func fromProof(proof []byte, vkey string, leaf []byte) {
	head, checkpoint, found := bytes.Cut(proof, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		log.Fatal("not a tlog-proof")
	}
	index, err := strconv.ParseInt(lines[1][len("index "):], 10, 64)
	must(err)
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		must(err)
		path = append(path, hash)
	}
	tree := open(checkpoint, vkey)
	must(tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(leaf)))
	fmt.Printf("record %d of %d is as it was signed\n", index, tree.N)
}

// open checks the checkpoint's signature with whichever keys of the file Go knows (Ed25519).
func open(checkpoint []byte, vkey string) tlog.Tree {
	var known []note.Verifier
	for _, line := range strings.Split(string(read(vkey)), "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || words[0][0] == '#' {
			continue
		}
		if verifier, err := note.NewVerifier(words[0]); err == nil {
			known = append(known, verifier)
		}
	}
	signed, err := note.Open(checkpoint, note.VerifierList(known...))
	must(err)
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != signed.Sigs[0].Name {
		log.Fatal("not a checkpoint of the log that this key is for")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

func read(file string) []byte {
	data, err := os.ReadFile(file)
	must(err)
	return data
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
