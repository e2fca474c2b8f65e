// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @title The call of a generated verifier
/// @notice The one place that knows its interface: verify(uint256[6] publicInputs, bytes32[N] proof) with N words of proof, which returns true or reverts. N depends on
/// the key, so the selector follows from the proof's length; a verifier has one such function and refuses any other length.
library VerifierCall {
    /// @dev Whether a verifier accepts a proof for six public inputs. Only the answer true counts, whatever else it may answer.
    function verify(address verifier, uint256[6] memory inputs, bytes calldata proof) internal view returns (bool) {
        bytes memory signature = abi.encodePacked("verify(uint256[6],bytes32[", Strings.toString(proof.length / 32), "])");
        (bool success, bytes memory answer) = verifier.staticcall(abi.encodePacked(bytes4(keccak256(signature)), inputs, proof));
        return success && answer.length == 32 && abi.decode(answer, (uint256)) == 1;
    }
}
