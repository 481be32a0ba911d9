# use hidden;
fn main() {
    // ANCHOR: here
    let a = 1;
    // ANCHOR: inner
    ## literal
    #[attr]
#
    // ANCHOR_END: inner
    // ANCHOR_END: here
}
