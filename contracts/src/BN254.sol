// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The scalar field of BN254
/// @notice The field of all circuits.
library BN254 {
    /// @dev The field's modulus r.
    uint256 internal constant R = 21888242871839275222246405745257275088548364400416034343698204186575808495617;
}
